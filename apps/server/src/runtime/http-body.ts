import type { HttpRequestEffect } from "@cordboard/contract";
import type { EgressClient } from "../egress/egress-client.ts";
import { fetchFiles } from "./files-to-send.ts";

export interface EncodedBody {
  content: string | Buffer | null;
  headers: Record<string, string>;
}

/** A body, whose secrets are put in already, as it goes over the wire. Errors: EgressError `http_file`. */
export async function encodeBody(
  body: HttpRequestEffect["body"],
  egress: Pick<EgressClient, "send">,
  timeoutMs: number,
): Promise<EncodedBody> {
  const as = (content: string, type: string): EncodedBody => ({ content, headers: { "content-type": type } });
  switch (body.kind) {
    case "none":
      return { content: null, headers: {} };
    case "json":
      return as(JSON.stringify(body.value), "application/json");
    case "form":
      return as(new URLSearchParams(body.value).toString(), "application/x-www-form-urlencoded");
    case "text":
      return as(body.value, "text/plain; charset=utf-8");
    case "multipart":
      return multipart(body, egress, timeoutMs);
  }
}

async function multipart(
  { value, files }: Extract<HttpRequestEffect["body"], { kind: "multipart" }>,
  egress: Pick<EgressClient, "send">,
  timeoutMs: number,
): Promise<EncodedBody> {
  const form = new FormData();
  for (const [name, text] of Object.entries(value)) form.append(name, text);
  for (const { name, fileName, contentType, bytes } of await fetchFiles(files, egress, timeoutMs))
    form.append(name, new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type") ?? "multipart/form-data";
  return { content: Buffer.from(await encoded.arrayBuffer()), headers: { "content-type": type } };
}

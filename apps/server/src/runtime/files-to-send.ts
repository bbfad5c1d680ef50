import type { FileToSend } from "@cordboard/contract";
import { type EgressClient, EgressError } from "../egress/egress-client.ts";

export interface FetchedFile {
  /** The form field that holds it. */
  name: string;
  fileName: string;
  contentType: string;
  bytes: Buffer;
}

/** All files of one request or e-mail together: more than most servers take. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Fetches what a request or an e-mail carries. Errors: EgressError `http_file`; nothing has been sent by then. */
export async function fetchFiles(
  files: readonly FileToSend[],
  egress: Pick<EgressClient, "send">,
  timeoutMs: number,
): Promise<FetchedFile[]> {
  const fetched: FetchedFile[] = [];
  let left = MAX_BYTES;
  for (const file of files) {
    const one = await fetchFile(file, egress, { timeoutMs, maxBytes: left });
    left -= one.bytes.length;
    fetched.push(one);
  }
  return fetched;
}

async function fetchFile(
  { name, url, fileName }: FileToSend,
  egress: Pick<EgressClient, "send">,
  limits: { timeoutMs: number; maxBytes: number },
): Promise<FetchedFile> {
  const answer = await egress.send({ method: "GET", url: url.trim(), headers: {}, body: null, ...limits }).catch((error: unknown) => {
    if (!(error instanceof EgressError)) throw error;
    throw new EgressError("http_file", `The file ${shown(url)} could not be fetched: ${error.message}`, "no");
  });
  if (answer.status !== 200)
    throw new EgressError("http_file", `The file ${shown(url)} could not be fetched: status ${answer.status}.`, "no");
  const contentType = answer.headers["content-type"] ?? "application/octet-stream";
  return { name, fileName: fileName.trim() || lastPart(url), contentType, bytes: answer.body };
}

/** Without what stands behind the `?`, which may be a signature. */
const shown = (url: string): string => url.split("?")[0]?.slice(0, 200) ?? "";

const lastPart = (url: string): string => (URL.parse(url)?.pathname.split("/").at(-1) || "file").slice(0, 200);

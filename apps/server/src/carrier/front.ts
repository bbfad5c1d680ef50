import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LIMITS } from "@cordboard/contract";
import { readForm } from "@cordboard/plivo";
import { createDoors, type DoorsOptions } from "./doors.ts";
import { CarrierRefusal } from "./refusals.ts";
import { withoutToken } from "./signed.ts";

/*
 * The carrier's doors on node:http, ahead of Express: a live call waits for each answer, and Express would cost it as much
 * as the signature and the step together.
 *
 *   /carrier/…  ─► a form? 415, 413, 400, 408 ─► doors ─► XML
 *   anything else ─► not ours: false
 */
export type CarrierFront = (request: IncomingMessage, response: ServerResponse) => boolean;

const FORM = "application/x-www-form-urlencoded";
/** A body that trickles in must not hold a connection for ever. */
const SLOW_MS = 10_000;

export function createCarrierFront(options: DoorsOptions): CarrierFront {
  const doors = createDoors(options);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url: target = "", headers } = request;
    try {
      const params = fieldsOf(await bodyOf(request));
      sendXml(response, await doors({ method, target, headers, params, address: request.socket.remoteAddress }));
    } catch (error) {
      if (error instanceof CarrierRefusal) return refuse(response, error);
      options.log.error({ err: error, path: withoutToken(target) }, "a webhook could not be answered");
      refuse(response, new CarrierRefusal("try_again", "Something is wrong on our side; send it again."));
    }
  };

  return (request, response) => {
    if (!request.url?.startsWith("/carrier/")) return false;
    void answer(request, response);
    return true;
  };
}

/** Documents are also fetched by GET, without a body. Errors: CarrierRefusal. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD") return Buffer.alloc(0);
  const type = headers["content-type"];
  if (type !== FORM && !isForm(type)) throw new CarrierRefusal("not_a_form", `Send the fields as ${FORM}.`);
  if (headers["content-encoding"] !== undefined)
    throw new CarrierRefusal("encoded_body", "Send the form as it is, without a content encoding.");
  if (Number(headers["content-length"]) > LIMITS.webhookBodyBytes) throw tooLarge();
  return read(request);
}

const isForm = (type = ""): boolean => [FORM, `${FORM};charset=utf-8`].includes(type.toLowerCase().replace(/\s/g, ""));

function read(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => request.destroy(), SLOW_MS);
  request
    .on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LIMITS.webhookBodyBytes) chunks.push(chunk);
      else reject(tooLarge());
    })
    .once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    .once("error", () => reject(new CarrierRefusal("body_unreadable", "The body could not be read; send the form in one piece.")))
    .once("close", () => clearTimeout(timer));
  return promise;
}

const tooLarge = (): CarrierRefusal => new CarrierRefusal("body_too_large", `A webhook has at most ${LIMITS.webhookBodyBytes / 1024} KB.`);

/** The decoded fields, one value each. */
function fieldsOf(body: Buffer): Record<string, string> {
  if (body.length === 0) return {};
  const text = body.toString("utf8");
  // What is not UTF-8 was read as U+FFFD; a form in ASCII, as forms are, has none.
  if (text.includes("\uFFFD") && !isUtf8(body)) throw new CarrierRefusal("body_unreadable", "The form is not UTF-8.");
  const form = readForm(text);
  if (!form.ok) throw new CarrierRefusal(form.code, form.message);
  return form.fields;
}

function sendXml(response: ServerResponse, xml: string): void {
  send(response, 200, { "content-type": "application/xml; charset=utf-8" }, xml);
}

function refuse(response: ServerResponse, { status, code, message }: CarrierRefusal): void {
  const headers: Record<string, string> = { "content-type": "application/json; charset=utf-8" };
  if (status === 503) headers["retry-after"] = "2";
  // The rest of a body that is refused is not read: the connection can't be used again.
  if (!response.req.complete) headers["connection"] = "close";
  send(response, status, headers, JSON.stringify({ error: { code, message } }));
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body), "x-content-type-options": "nosniff" });
  response.end(response.req.method === "HEAD" ? "" : body);
}

import type { IncomingMessage } from "node:http";
import { refuse } from "./problem.ts";

/** Small bodies unless a route says more. */
export const BODY_BYTES = 256 * 1024;
/** A flow's config is the deepest thing anybody sends; recursive readers behind us must not run out of stack. */
const MAX_DEPTH = 64;
const FORBIDDEN = new Set(["__proto__", "prototype", "constructor"]);

/** The whole body, at most `limit` bytes. Errors: `too_large`, `wrong_content_type` (a compressed body). */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") throw refuse("wrong_content_type", "Send the body without Content-Encoding.");
  const tooLarge = () => refuse("too_large", `The body is larger than ${Math.floor(limit / 1024)} KB; send less.`);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Left early, the request is drained and not destroyed: its sender must be able to read the refusal.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      request.resume();
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One content type per route, with no parameter but `charset=utf-8`. */
export function checkContentType(request: IncomingMessage, allowed: readonly string[]): string {
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "").split(";").map((part) => part.trim().toLowerCase());
  const plain = parameters.every((parameter) => parameter === "" || /^charset="?utf-8"?$/.test(parameter));
  if (allowed.includes(type) && plain) return type;
  throw refuse("wrong_content_type", `Send the body as ${allowed.join(" or ")}.`);
}

/**
 * JSON that the code behind us can hold: valid UTF-8, at most 64 levels, no key that reaches a prototype, no number beyond
 * what JSON means. No body at all is an empty object, so a POST without fields needs none. Error: `bad_json`.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  const value = parse(body);
  const stack: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    if (item.depth > MAX_DEPTH) throw refuse("bad_json", `The body is nested deeper than ${MAX_DEPTH} levels; flatten it.`);
    if (typeof item.value === "number" && !Number.isFinite(item.value))
      throw refuse("bad_json", "The body holds a number that is too large.");
    if (typeof item.value !== "object" || item.value === null) continue;
    for (const [key, inner] of Object.entries(item.value)) {
      if (FORBIDDEN.has(key)) throw refuse("bad_json", `The key "${key}" is never accepted; rename it.`);
      stack.push({ value: inner, depth: item.depth + 1 });
    }
  }
  return value;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw refuse("bad_json", `The body is not JSON (${error instanceof Error ? error.message : "unreadable"}).`);
  }
}

import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { LIMITS } from "@cordboard/contract";
import { Agent, type Dispatcher, request } from "undici";
import { type AddressGuard, bare } from "./address-guard.ts";

/** Why a request was not made or not finished. `sent: "no"`: nothing reached the other side. */
export class EgressError extends Error {
  override name = "EgressError";
  readonly code: "http_blocked" | "http_bad_url" | "http_timeout" | "http_unreachable" | "http_too_large" | "http_redirects" | "http_file";
  readonly sent: "no" | "maybe";
  constructor(code: EgressError["code"], message: string, sent: "no" | "maybe") {
    super(message);
    this.code = code;
    this.sent = sent;
  }
}

export interface EgressRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
  timeoutMs: number;
  /** A longer answer is refused while it is read; left out: the limit of all answers. */
  maxBytes?: number;
}

export interface EgressAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  durationMs: number;
}

export interface EgressClient {
  /** Errors: EgressError. Redirects are answers, not followed: each would have to pass the guard again. */
  send: (request: EgressRequest) => Promise<EgressAnswer>;
  /**
   * The address at which a server that doesn't speak HTTP (mail, a database) may be reached; connecting to it and to nothing
   * else is the caller's part. Errors: EgressError `http_blocked`, `http_unreachable`.
   */
  reach: (host: string, port: number) => Promise<string>;
  close: () => Promise<void>;
}

/** Names resolve like this; tests hand in their own. */
export type Lookup = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** Ports of services that speak before they listen and could be talked into something. */
const REFUSED_PORTS = new Set([
  22, 23, 25, 53, 110, 111, 119, 135, 137, 139, 143, 161, 389, 445, 465, 512, 513, 514, 587, 636, 993, 995, 2049, 3306, 5432, 6379, 9200,
  11211, 27017,
]);

export function createEgressClient(guard: AddressGuard, lookup: Lookup = resolve): EgressClient {
  // One agent per judgement: what EGRESS_ALLOW opened by name must not share connections with what was judged by address.
  const strict = new Agent({ connect: { lookup: guardedLookup(guard, lookup), timeout: 10_000 }, connections: 50, pipelining: 1 });
  const opened = new Agent({ connect: { timeout: 10_000 }, connections: 50, pipelining: 1 });

  const send = async (asked: EgressRequest): Promise<EgressAnswer> => {
    const url = parseUrl(asked.url);
    const began = performance.now();
    const maxBytes = asked.maxBytes ?? LIMITS.httpAnswerBytes;
    const options: Parameters<typeof request>[1] = {
      dispatcher: judge(guard, url) === "opened" ? opened : strict,
      method: toMethod(asked.method),
      headers: { "accept-encoding": "identity", "user-agent": "Cordboard", ...asked.headers },
      body: asked.body,
      signal: AbortSignal.timeout(asked.timeoutMs),
      headersTimeout: asked.timeoutMs,
      bodyTimeout: asked.timeoutMs,
    };
    try {
      const answer = await request(url, options);
      const headers = flatten(answer.headers);
      const body = unpack(await readCapped(answer.body, maxBytes), headers["content-encoding"], maxBytes);
      return { status: answer.statusCode, headers, body, durationMs: Math.round(performance.now() - began) };
    } catch (error) {
      throw toEgressError(error, url);
    }
  };
  const reach = (host: string, port: number): Promise<string> =>
    new Promise((done, fail) => {
      const name = bare(host);
      const open = guard.hostAllowed(name, port);
      if (!open && (guard.hostRefused(name) || (isIP(name) !== 0 && !guard.addressAllowed(name)))) return fail(blocked(name));
      if (isIP(name) !== 0) return done(name);
      (open ? lookup : guardedAll(guard, lookup))(name, (error, [first]) => {
        if (error instanceof EgressError) fail(error);
        else if (error || !first) fail(new EgressError("http_unreachable", `${name} could not be found.`, "no"));
        else done(first.address);
      });
    });
  return { send, reach, close: async () => void (await Promise.all([strict.close(), opened.close()])) };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new EgressError("http_bad_url", "That is not a web address; it must begin with http:// or https://.", "no");
  }
  if (url.username || url.password) {
    throw new EgressError(
      "http_bad_url",
      "An address with a name or password in it is refused; use the node's authentication setting.",
      "no",
    );
  }
  return url;
}

/** `opened`: EGRESS_ALLOW names the host. `strict`: every address it resolves to is judged when connecting. */
function judge(guard: AddressGuard, url: URL): "opened" | "strict" {
  const host = bare(url.hostname);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  if (guard.hostAllowed(host, port)) return "opened";
  const literal = isIP(host) !== 0;
  // A literal address is never looked up, so it is judged here.
  if (guard.hostRefused(host) || (literal && !guard.addressAllowed(host)) || REFUSED_PORTS.has(port)) throw blocked(host);
  return "strict";
}

const blocked = (host: string): EgressError =>
  new EgressError("http_blocked", `${host} is private or not allowed; an administrator can open it with EGRESS_ALLOW.`, "no");

/** Resolves once, checks every address, and hands on only what was checked: a second answer of the name server is never used. */
function guardedLookup(guard: AddressGuard, lookup: Lookup): LookupFunction {
  return (host, options, done) => {
    lookup(host, (error, addresses) => {
      if (error) return done(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => guard.addressAllowed(address))) return done(blocked(host), []);
      const [first] = addresses;
      if (options.all || !first) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

const guardedAll =
  (guard: AddressGuard, lookup: Lookup): Lookup =>
  (host, done) =>
    lookup(host, (error, addresses) => {
      const refused = !error && addresses.some(({ address }) => !guard.addressAllowed(address));
      done(refused ? blocked(host) : error, refused ? [] : addresses);
    });

const resolve: Lookup = (host, done) => systemLookup(host, { all: true }, (error, addresses) => done(error, addresses ?? []));

async function readCapped(body: Dispatcher.ResponseData["body"], maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number): EgressError =>
  new EgressError("http_too_large", `The server's answer is larger than ${Math.floor(maxBytes / 1024)} kB.`, "maybe");

/** Some servers pack although asked not to; a packed bomb must not unfold. */
function unpack(body: Buffer, encoding: string | undefined, maxBytes: number): Buffer {
  const limit = { maxOutputLength: maxBytes };
  try {
    if (encoding === "gzip") return gunzipSync(body, limit);
    if (encoding === "deflate") return inflateSync(body, limit);
    if (encoding === "br") return brotliDecompressSync(body, limit);
    return body;
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw new EgressError("http_unreachable", "The server's answer is packed in a way that can't be read.", "maybe");
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

/** Failures before a connection stood: the other side has seen nothing. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "EADDRNOTAVAIL",
]);

function toEgressError(error: unknown, url: URL): EgressError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EgressError) return cause;
    if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return toEgressError(cause.errors[0], url);
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError" || name === "AbortError" || (code.endsWith("_TIMEOUT") && code !== "UND_ERR_CONNECT_TIMEOUT")) {
    return new EgressError("http_timeout", `${url.host} did not answer in time.`, "maybe");
  }
  if (code === "UND_ERR_INVALID_ARG")
    return new EgressError("http_bad_url", "The request is malformed: look at its method and headers.", "no");
  const sent =
    NOT_SENT.has(code) || code.startsWith("ERR_TLS") || code.startsWith("CERT_") || code === "DEPTH_ZERO_SELF_SIGNED_CERT" ? "no" : "maybe";
  return new EgressError("http_unreachable", `${url.host} could not be reached${code ? ` (${code})` : ""}.`, sent);
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

function toMethod(method: string): (typeof METHODS)[number] {
  const known = METHODS.find((m) => m === method.toUpperCase());
  if (!known)
    throw new EgressError("http_bad_url", `${method} is not a method that can be used; choose one of ${METHODS.join(", ")}.`, "no");
  return known;
}

import { PlivoError, codeOfStatus, invalidRequest } from "./plivo-error.ts";
import { connectionFailure } from "./connection-failure.ts";

export interface ClientOptions {
  authId: string;
  authToken: string;
  /** Origin of the REST API, e.g. `https://api.plivo.com` or a simulator's address. */
  baseUrl: string;
  fetch?: typeof globalThis.fetch;
  /** For connecting, sending and reading the answer together. Default 10,000 ms. */
  timeoutMs?: number;
}

export interface RestRequest {
  method: "GET" | "POST" | "DELETE";
  /** Below `/v1/Account/{authId}/`; each part is encoded. */
  path: readonly string[];
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: Readonly<Record<string, unknown>>;
}

export interface RestAnswer {
  status: number;
  body: unknown;
}

/** Sends one request and never a second one. Rejects with PlivoError alone. */
export type Send = (request: RestRequest) => Promise<RestAnswer>;

/** An answer larger than this is not the carrier's; reading stops. Bytes. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

export function createSend({ authId, authToken, baseUrl, fetch = globalThis.fetch, timeoutMs = 10_000 }: ClientOptions): Send {
  const account = `${baseUrl.replace(/\/+$/, "")}/v1/Account/${encodeURIComponent(authId)}/`;
  const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString("base64")}`;

  return async ({ method, path, query = {}, body }) => {
    for (const part of path) {
      // An empty part or ".." would turn "hang up this call" into a request about all calls, or about something else.
      if (!/^[\w+:@.-]{1,128}$/.test(part) || /^\.+$/.test(part))
        throw invalidRequest(`${JSON.stringify(part)} is no id of the carrier's.`);
    }
    const url = account + path.map((part) => `${encodeURIComponent(part)}/`).join("") + queryText(query);
    const headers: Record<string, string> = { authorization, accept: "application/json" };
    if (body) headers["content-type"] = "application/json";
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      // A redirect would carry the request, or the credentials, to somebody else.
      response = await fetch(url, { method, headers, signal, redirect: "manual", ...(body && { body: JSON.stringify(body) }) });
      text = await readText(response);
    } catch (error) {
      throw connectionFailure(error, timeoutMs);
    }
    const parsed = parseJson(text);
    if (response.status >= 200 && response.status < 300) {
      if (response.status !== 204 && parsed === undefined) throw unreadable(response.status);
      return { status: response.status, body: parsed };
    }
    throw refusal(response, parsed, text);
  };
}

export function unreadable(status: number, what = "not JSON"): PlivoError {
  return new PlivoError("bad_answer", `The carrier accepted the request, but its answer is ${what}.`, "maybe", { status });
}

async function readText(response: Response): Promise<string> {
  let text = "";
  let bytes = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer is over ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Undefined for what is no JSON: a 401 may be plain text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(response: Response, body: unknown, text: string): PlivoError {
  const { status } = response;
  const said = fieldOf(body, "error") ?? fieldOf(body, "message") ?? (body === undefined ? text.trim().slice(0, 200) : body);
  const reason = typeof said === "string" ? said : JSON.stringify(said);
  const apiId = fieldOf(body, "api_id");
  return new PlivoError(
    codeOfStatus(status),
    `The carrier answered ${status}: ${reason || "no reason given"}.`,
    status >= 500 ? "maybe" : "yes",
    {
      status,
      apiId: typeof apiId === "string" ? apiId : null,
      retryAfterSeconds: retryAfter(response.headers),
    },
  );
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
}

/** Seconds, or an HTTP date counted from the carrier's own clock. */
function retryAfter(headers: Headers): number | null {
  const raw = headers.get("retry-after");
  if (raw === null) return null;
  if (/^\d{1,6}$/.test(raw.trim())) return Number(raw);
  const until = Date.parse(raw);
  const from = Date.parse(headers.get("date") ?? "") || Date.now();
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - from) / 1000));
}

function queryText(query: NonNullable<RestRequest["query"]>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

import type { World } from "../world.ts";

/** An HTTP request as text, from the server or from a test. Header names in lower case. */
export interface HttpRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

/** `cut`: no answer at all, the connection is closed. */
export type HttpAnswer = { cut: true } | { cut: false; status: number; headers: Record<string, string>; body: string | Buffer };

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  if (status === 204) return { cut: false, status, headers, body: "" };
  return { cut: false, status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** What a handler of the REST API sees. `body` holds the fields of JSON or form. */
export interface RestContext {
  world: World;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
}

/** What it answers; `api_id` is added. The uuids go to the ledger. */
export interface RestResult {
  status: number;
  body?: Record<string, unknown>;
  callUuid?: string;
  messageUuid?: string;
}

export type RestHandler = (context: RestContext) => RestResult;

/** Thrown by handlers; becomes `{api_id, error}`. */
export class RestError extends Error {
  override name = "RestError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = (): RestError => new RestError(404, "not found");

/** Whether an Authorization header holds the account's id and token. */
export function isAccount(account: { authId: string; authToken: string }, header: string | undefined): boolean {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? "")?.[1];
  return encoded !== undefined && Buffer.from(encoded, "base64").toString("utf8") === `${account.authId}:${account.authToken}`;
}

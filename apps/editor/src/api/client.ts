/**
 * One way to the server: JSON in, JSON out, errors with a code.
 * A 401 anywhere shows the sign-in page; an unreachable server raises the offline banner.
 */
export interface ErrorDetail {
  path: string;
  code: string;
  message: string;
}

/** What the server answered instead of a result. `status` 0: it could not be reached (code `offline`). */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetail[];
  /** The whole error body, for routes that answer more than a message (revisions of a conflict, issues). */
  readonly body: unknown;
  constructor(status: number, code: string, message: string, details: ErrorDetail[] = [], body: unknown = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.body = body;
  }
}

/** Told about every answer: "ok", "signed_out" (401) or "offline". The app's connection store listens. */
type AnswerKind = "ok" | "signed_out" | "offline";
let listener: (kind: AnswerKind) => void = () => {};
export function onAnswer(callback: (kind: AnswerKind) => void): void {
  listener = callback;
}

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
  /** Query values; empty ones are left out. */
  query?: Record<string, string | number | boolean | null | undefined>;
  /** A 401 here is an ordinary error (the sign-in form itself). */
  quiet?: boolean;
}

/** `path` begins with `/api`. The caller names the answer's type: the server's schemas are its guarantee. */
export async function request<Answer>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, body, options);
  const text = await response.text();
  const answer = parseJson(text);
  if (response.ok) {
    listener("ok");
    return trustAnswer<Answer>(answer);
  }
  if (response.status === 401 && !options.quiet) listener("signed_out");
  throw toApiError(response.status, answer);
}

async function send(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (options.signal) init.signal = options.signal;
  if (body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(withQuery(path, options.query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    listener("offline");
    throw new ApiError(0, "offline", "Cordboard can’t be reached. Check that it is running; this page tries again by itself.");
  }
}

export function withQuery(path: string, query: RequestOptions["query"] = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function toApiError(status: number, answer: unknown): ApiError {
  const error = isObject(answer) && isObject(answer["error"]) ? answer["error"] : {};
  const code = typeof error["code"] === "string" ? error["code"] : `http_${status}`;
  const message =
    typeof error["message"] === "string" ? error["message"] : `The server answered with ${status}. Try again; its log says more.`;
  return new ApiError(status, code, message, Array.isArray(error["details"]) ? error["details"].filter(isDetail) : [], answer);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isDetail(value: unknown): value is ErrorDetail {
  return isObject(value) && typeof value["path"] === "string" && typeof value["message"] === "string";
}
function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
/** The one place where an answer gets its type by the caller's word. */
function trustAnswer<Answer>(value: unknown): Answer {
  return value as Answer;
}

/**
 * Whether a request that failed may have had its effect:
 *   `no`     nothing left us: refused here, or no connection could be made
 *   `maybe`  it was written and nobody can say what became of it: a timeout, a broken connection, a 5xx, an unreadable answer
 *   `yes`    the carrier answered, and it refused: `status` says how; it did not do it
 */
export type Sent = "no" | "maybe" | "yes";

export type PlivoErrorCode =
  | "invalid_request"
  | "unreachable"
  | "timeout"
  | "connection_broken"
  | "bad_answer"
  | "server_error"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "unprocessable"
  | "rate_limited"
  | "invalid_number"
  | "refused";

const CODE_BY_STATUS: Readonly<Record<number, PlivoErrorCode>> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  422: "unprocessable",
  429: "rate_limited",
};

/** The one thing the REST client rejects with. Never holds the auth token. */
export class PlivoError extends Error {
  override name = "PlivoError";
  readonly code: PlivoErrorCode;
  readonly sent: Sent;
  /** HTTP status; null without an answer. */
  readonly status: number | null;
  /** The carrier's id of the request, for its support. */
  readonly apiId: string | null;
  /** From `Retry-After`; null when the carrier named no time. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: PlivoErrorCode,
    message: string,
    sent: Sent,
    details: { status?: number; apiId?: string | null; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.sent = sent;
    this.status = details.status ?? null;
    this.apiId = details.apiId ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** A refusal before anything is sent. */
export function invalidRequest(message: string): PlivoError {
  return new PlivoError("invalid_request", message, "no");
}

export function codeOfStatus(status: number): PlivoErrorCode {
  return status >= 500 ? "server_error" : (CODE_BY_STATUS[status] ?? "refused");
}

import { PlivoError } from "./plivo-error.ts";

/** Failures of looking a host up and connecting to it: not a byte of the request was written. */
const BEFORE_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_INVALID_URL",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** What `fetch` threw, as a PlivoError. Whatever is not surely a failure to connect leaves the effect in doubt. */
export function connectionFailure(error: unknown, timeoutMs: number): PlivoError {
  if (error instanceof Error && error.name === "TimeoutError") {
    return new PlivoError("timeout", `The carrier did not answer within ${timeoutMs} ms.`, "maybe", { cause: error });
  }
  const reason = deepest(error);
  const message = reason instanceof Error ? reason.message : String(reason);
  return neverConnected(reason)
    ? new PlivoError("unreachable", `The carrier could not be reached (${message}); check PLIVO_API_BASE and the network.`, "no", {
        cause: error,
      })
    : new PlivoError("connection_broken", `The connection to the carrier broke before it answered (${message}).`, "maybe", {
        cause: error,
      });
}

function deepest(error: unknown): unknown {
  let reason = error;
  while (reason instanceof Error && reason.cause !== undefined && !hasCode(reason)) reason = reason.cause;
  return reason;
}

function neverConnected(reason: unknown): boolean {
  // Several addresses of one host were tried: it only counts when none was connected to.
  if (reason instanceof AggregateError) return reason.errors.length > 0 && reason.errors.every(neverConnected);
  if (!hasCode(reason) || !BEFORE_CONNECTED.has(reason.code)) return false;
  return reason.syscall === undefined || reason.syscall === "connect" || reason.syscall === "getaddrinfo";
}

function hasCode(reason: unknown): reason is { code: string; syscall?: unknown } {
  return typeof reason === "object" && reason !== null && "code" in reason && typeof reason.code === "string";
}

import { createHmac, hash, randomInt, timingSafeEqual } from "node:crypto";
import { baseOf, v3Text } from "./signature-text.ts";

/** Decoded parameters of a form body (POST) or extra ones of a GET. A list is a repeated field. */
export type SignedParams = Readonly<Record<string, string | readonly string[]>>;

export interface SignedRequest {
  /** Upper case. GET and POST are the carrier's only methods. */
  method: "GET" | "POST";
  /** The address the carrier dialled, public base and query included; a fragment is neither sent nor signed. */
  url: string;
  /** Form fields of a POST. For a GET: only what is not in `url` already. */
  params: SignedParams;
}

/** V3 signature of a request, base64 (plivo-platform 5.2). Used to verify, and by the simulator to sign. */
export function signV3(request: SignedRequest & { nonce: string; authToken: string }): string {
  return hmac(request.authToken, `${v3Text(request)}.${request.nonce}`);
}

/** V2 signature, base64 (5.3). Covers scheme, host, path and nonce: neither query nor body, so never proof of content. */
export function signV2(request: { url: string; nonce: string; authToken: string }): string {
  return hmac(request.authToken, baseOf(request.url) + request.nonce);
}

/** A nonce as the carrier makes them: 20 digits. */
export function newNonce(): string {
  return Array.from({ length: 4 }, () => String(randomInt(100_000)).padStart(5, "0")).join("");
}

/**
 * Fingerprint of what a request says, hex SHA-256. Unlike the signed text it keeps names, values, method and URL
 * apart, so a re-cut request (F6) with the same signature has another digest.
 */
export function requestDigest(request: { method: string; url: string; params: SignedParams }): string {
  const fields = Object.keys(request.params)
    .toSorted()
    .map((name) => [name, request.params[name]]);
  const url = request.url.split("#", 1)[0];
  return hash("sha256", JSON.stringify([request.method, url, fields]));
}

/** Whether two signatures are equal, in a time that does not tell where they differ. */
export function sameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

function hmac(authToken: string, text: string): string {
  return createHmac("sha256", authToken).update(text).digest("base64");
}

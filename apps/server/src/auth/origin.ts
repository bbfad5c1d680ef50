import type { IncomingMessage } from "node:http";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * May this page's origin act with our cookie? It must be PUBLIC_URL's; on a loopback PUBLIC_URL its other spellings
 * (127.0.0.1 for localhost) count too. The Host header is never believed.
 */
export function isOwnOrigin(origin: string, publicUrl: string): boolean {
  const own = new URL(publicUrl);
  const other = URL.parse(origin);
  if (!other || other.origin === "null") return false;
  if (other.origin === own.origin) return true;
  return LOOPBACK.has(own.hostname) && LOOPBACK.has(other.hostname) && other.port === own.port && other.protocol === own.protocol;
}

/**
 * True when a request that carries our cookie was made by another site. Every browser sends Origin or Sec-Fetch-Site with
 * unsafe requests; a client that sends neither is no browser and holds no cookie but its own.
 */
export function isForeign(request: Pick<IncomingMessage, "headers">, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return !isOwnOrigin(origin, publicUrl);
  const site = request.headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

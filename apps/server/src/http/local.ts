import type { Request } from "express";
import ipaddr from "ipaddr.js";

/**
 * A request from this very machine. One that a proxy passed on is not, even when that proxy runs here and TRUST_PROXY does
 * not name it.
 */
export function isLocal(request: Request): boolean {
  const passedOn = ["x-forwarded-for", "forwarded", "via"].some((name) => request.headers[name] !== undefined);
  const { remoteAddress } = request.socket;
  return !passedOn && remoteAddress !== undefined && ipaddr.process(remoteAddress).range() === "loopback";
}

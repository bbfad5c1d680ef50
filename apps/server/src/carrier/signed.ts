import type { IncomingHttpHeaders } from "node:http";
import { verifySignature } from "@cordboard/plivo";
import type { Logger } from "pino";
import type { Carrier, Carriers } from "../runtime/carriers.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { CarrierRefusal } from "./refusals.ts";

/** A webhook as it came in, its form read. Nothing of a web framework: the doors can be mounted on anything. */
export interface CarrierRequest {
  method: string;
  /** Path and query as asked for, from `/carrier` on. */
  target: string;
  headers: IncomingHttpHeaders;
  params: Record<string, string>;
  /** Who asks, for the log. */
  address: string | undefined;
}

/** A request that one of our carriers has signed. */
export interface Signed {
  carrier: Carrier;
  params: Record<string, string>;
  nonce: { value: string; digest: string };
  /** Path and query as asked for. */
  url: string;
}

/**
 * Checks a request's signature against PUBLIC_URL, whatever Host and X-Forwarded-* say, before anything else is looked
 * at; needs no store. Errors: CarrierRefusal 403 `signature_refused`.
 */
export function createSignatureCheck(options: { publicUrl: string; carriers: Carriers; log: Logger; metrics: Metrics }) {
  const { publicUrl, carriers, log, metrics } = options;
  const accounts = [...new Set([carriers.live, carriers.test])].filter((carrier) => carrier !== null);

  return (request: CarrierRequest, kind: "voice" | "message", pinnedMethod: "GET" | "POST" = "POST"): Signed => {
    const { method, headers, params, target, address } = request;
    const url = publicUrl + target;
    let code = "";
    for (const carrier of accounts) {
      const verdict = verifySignature({ method, pinnedMethod, url, params, headers, authTokens: carrier.authTokens, kind });
      if (verdict.ok) return { carrier, params, nonce: { value: verdict.nonce, digest: verdict.digest }, url };
      code = verdict.code;
    }
    metrics.refusals.inc({ code });
    log.warn({ code, path: withoutToken(target), address }, "a request was refused: the carrier did not sign it");
    throw new CarrierRefusal("signature_refused", "This request was not signed by the carrier for this address.");
  };
}

/** Unguessable parts stay out of the log. */
export const withoutToken = (path: string): string => path.replace(/\?.*/s, "").replace(/[\w-]{16,}/g, "…");

import { verifySignature } from "@cordboard/plivo";
import type { Request } from "express";
import type { Logger } from "pino";
import type { Carrier, Carriers } from "../runtime/carriers.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { fieldsOf } from "./read-body.ts";
import { CarrierRefusal } from "./respond.ts";

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
 * at. Errors: CarrierRefusal 403 `signature_refused`.
 */
export function createSignatureCheck(options: { publicUrl: string; carriers: Carriers; log: Logger; metrics: Metrics }) {
  const { publicUrl, carriers, log, metrics } = options;
  const accounts = [...new Set([carriers.live, carriers.test])].filter((carrier) => carrier !== null);

  return (request: Request, kind: "voice" | "message", pinnedMethod: "GET" | "POST" = "POST"): Signed => {
    const params = fieldsOf(request);
    const url = publicUrl + request.originalUrl;
    let code = "";
    for (const carrier of accounts) {
      const check = { method: request.method, pinnedMethod, url, params, headers: request.headers, authTokens: carrier.authTokens, kind };
      const verdict = verifySignature(check);
      if (verdict.ok) return { carrier, params, nonce: { value: verdict.nonce, digest: verdict.digest }, url };
      code = verdict.code;
    }
    metrics.refusals.inc({ code });
    log.warn({ code, path: withoutToken(request.originalUrl), address: request.ip }, "a request was refused: the carrier did not sign it");
    throw new CarrierRefusal("signature_refused", "This request was not signed by the carrier for this address.");
  };
}

/** Unguessable parts stay out of the log. */
export const withoutToken = (path: string): string => path.replace(/\?.*/s, "").replace(/[\w-]{16,}/g, "…");

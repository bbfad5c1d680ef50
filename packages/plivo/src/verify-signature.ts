import { type SignedParams, requestDigest, sameSignature, signV2, signV3 } from "./signature.ts";

export type SignatureScheme = "v3" | "ma-v3" | "v2" | "ma-v2";

/**
 * Why a request was refused. All of them mean 403; none says more to the sender.
 * `no_auth_token`: nothing to check against; never a pass.
 */
export type SignatureRefusal =
  | "no_auth_token"
  | "method_not_allowed"
  | "signature_missing"
  | "signature_v3_needed"
  | "nonce_missing"
  | "signature_malformed"
  | "signature_wrong";

export type SignatureVerdict = { ok: true; nonce: string; digest: string; scheme: SignatureScheme } | { ok: false; code: SignatureRefusal };

export interface SignatureCheck {
  /** Method of the request as it came. */
  method: string;
  /** The method we gave the carrier for this URL; another one is refused, because a POST re-cut as a GET verifies. Default POST. */
  pinnedMethod?: "GET" | "POST";
  /** The public address that the carrier dialled: configured base + path + query. Never built from the Host header. */
  url: string;
  /** Decoded form fields of a POST; `{}` for a GET. */
  params: SignedParams;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Every token that is good now: two during a rotation. Blank ones are ignored. */
  authTokens: readonly string[];
  /** `voice` takes V3 alone; `message` takes V2 too, when there is no V3 header at all. */
  kind: "voice" | "message";
}

/** Longest header we look at. A V3 signature has 44 characters; a list holds one per active token. */
const MAX_HEADER = 1_024;
const NONCE = /^[\w-]{1,128}$/;

/**
 * Checks the carrier's signature headers (plivo-platform 5). Compares in constant time against every active token.
 * A pass says who sent it, not that it is new or uncut: remember `nonce` with `digest` (NonceMemory), parse the
 * fields with `parseWebhook`.
 */
export function verifySignature(check: SignatureCheck): SignatureVerdict {
  const tokens = check.authTokens.filter((token) => token.trim() !== "");
  if (tokens.length === 0) return { ok: false, code: "no_auth_token" };
  const method = check.pinnedMethod ?? "POST";
  if (check.method.toUpperCase() !== method) return { ok: false, code: "method_not_allowed" };

  const headers = plivoHeaders(check.headers);
  const v3 = presentOf(headers, { v3: "x-plivo-signature-v3", "ma-v3": "x-plivo-signature-ma-v3" });
  const v2 = presentOf(headers, { v2: "x-plivo-signature-v2", "ma-v2": "x-plivo-signature-ma-v2" });
  const family = v3.length > 0 ? 3 : 2;
  if (family === 2 && v2.length === 0) return { ok: false, code: "signature_missing" };
  if (family === 2 && check.kind === "voice") return { ok: false, code: "signature_v3_needed" };

  const nonce = headers.get(family === 3 ? "x-plivo-signature-v3-nonce" : "x-plivo-signature-v2-nonce") ?? "";
  if (nonce === "") return { ok: false, code: "nonce_missing" };
  if (!NONCE.test(nonce)) return { ok: false, code: "signature_malformed" };

  const request = { method, url: check.url, params: check.params };
  const expected = tokens.map((authToken) => (family === 3 ? signV3 : signV2)({ ...request, nonce, authToken }));
  const given = family === 3 ? v3 : v2;
  if (given.some(([, header]) => header.length > MAX_HEADER)) return { ok: false, code: "signature_malformed" };
  // Which of several is the right one is no secret; how far a wrong one is right would be.
  const passed = given.find(([, header]) =>
    header.split(",").some((one) => expected.some((signature) => sameSignature(one.trim(), signature))),
  )?.[0];
  return passed ? { ok: true, nonce, digest: requestDigest(request), scheme: passed } : { ok: false, code: "signature_wrong" };
}

const SHORTEST = "x-plivo-signature-v3".length;

function plivoHeaders(headers: SignatureCheck["headers"]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of Object.keys(headers)) {
    // Most headers are not ours, and short.
    if (name.length < SHORTEST) continue;
    const lower = name.toLowerCase();
    const value = lower.startsWith("x-plivo-") ? headers[name] : undefined;
    if (value !== undefined) found.set(lower, (typeof value === "string" ? value : value.join(",")).trim());
  }
  return found;
}

/** A header that is there but empty counts as there: it must not open the door to the weaker scheme. */
function presentOf(headers: Map<string, string>, names: Partial<Record<SignatureScheme, string>>): [SignatureScheme, string][] {
  const present: [SignatureScheme, string][] = [];
  for (const scheme of ["v3", "ma-v3", "v2", "ma-v2"] as const) {
    const header = headers.get(names[scheme] ?? "");
    if (header !== undefined) present.push([scheme, header]);
  }
  return present;
}

import { createHmac, randomInt } from "node:crypto";
import { AUTH_TOKEN } from "../world/account.ts";

export type Fields = Record<string, string>;

const newNonce = (): string => String(randomInt(1e10, 1e11)) + String(randomInt(1e10, 1e11));

/**
 * Headers of the carrier's V3 signature over a POST without a query (reference: plivo-platform 5.2). Written here from the
 * documentation and not taken from our own packages, so that the two check each other.
 */
export function signed(url: string, fields: Fields, nonce = newNonce()): Record<string, string> {
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => name + (fields[name] ?? ""))
    .join("");
  const signature = createHmac("sha256", AUTH_TOKEN)
    .update(`${url}${text && `?${text}`}.${nonce}`)
    .digest("base64");
  return {
    "content-type": "application/x-www-form-urlencoded",
    "x-plivo-signature-v3": signature,
    "x-plivo-signature-v3-nonce": nonce,
  };
}

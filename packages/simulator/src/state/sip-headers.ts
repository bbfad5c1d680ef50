/** Names that belong to the platform and its kin; such headers are dropped (plivo-platform 1.7). */
const RESERVED = /^(?:PH-|Plivo|FS-|SipAuth|ZT-|Twilio|ClientRegion$)/i;

/** `k=v,k2=v2`; names of letters and digits only, others are dropped. Values may be URL-encoded. */
export function readSipHeaders(raw: string | undefined): Record<string, string> {
  const pairs = (raw ?? "").split(",").map((pair) => pair.split("=", 2));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      name && value && /^[A-Za-z0-9]+$/.test(name) && !RESERVED.test(name) ? [[name, decoded(value)]] : [],
    ),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

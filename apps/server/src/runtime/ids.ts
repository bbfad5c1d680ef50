/**
 * Ids and tokens in URLs: UUIDs whose first 48 bits are the time (version 7, RFC 9562) and 74 bits random, so that nobody
 * guesses one, and new rows go to the end of the store's trees instead of a page of their own each. `at`: ms since the epoch.
 */
export function createId(randomBytes: (n: number) => Buffer, at: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  return asUuid(bytes);
}

/** Version 7 in its variant, whatever stood there. */
function asUuid(bytes: Buffer): string {
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Room for the ids of one millisecond: the 12 bits after the time (RFC 9562 6.2, method 1). */
const PER_MS = 0x1000;

/** The same for runs: those that begin within one millisecond keep their order, so that these are never used as tokens. */
export function createRunIds(randomBytes: (n: number) => Buffer): (at: number) => string {
  let last = { at: 0, n: 0 };
  return (at) => {
    const next = last.n + 1;
    last = at > last.at ? { at, n: 0 } : next < PER_MS ? { at: last.at, n: next } : { at: last.at + 1, n: 0 };
    const bytes = randomBytes(16);
    bytes.writeUIntBE(last.at, 0, 6);
    bytes.writeUInt16BE(last.n, 6);
    return asUuid(bytes);
  };
}

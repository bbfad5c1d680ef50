/** Room for the ids of one millisecond: the 12 bits after the time (RFC 9562 6.2, method 1). */
const PER_MS = 0x1000;

/**
 * UUIDs whose first 48 bits are the time (version 7, RFC 9562), for run ids: new rows then go to the end of the store's
 * trees, and runs that begin within one millisecond keep their order. Never used as a token. `at`: ms since the epoch.
 */
export function createRunIds(randomBytes: (n: number) => Buffer): (at: number) => string {
  let last = { at: 0, n: 0 };
  return (at) => {
    const next = last.n + 1;
    last = at > last.at ? { at, n: 0 } : next < PER_MS ? { at: last.at, n: next } : { at: last.at + 1, n: 0 };
    const bytes = randomBytes(16);
    bytes.writeUIntBE(last.at, 0, 6);
    bytes.writeUInt16BE(0x7000 | last.n, 6);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
}

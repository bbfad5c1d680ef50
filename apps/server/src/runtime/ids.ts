import { randomBytes, randomUUID } from "node:crypto";

/** Ids and tokens in URLs: 122 random bits. */
export const newId = (): string => randomUUID();

/**
 * A UUID whose first 48 bits are the time (version 7, RFC 9562), for run ids: new rows then go to the end of the
 * store's trees. Never used as a token. `at`: ms since the epoch.
 */
export function newRunId(at: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

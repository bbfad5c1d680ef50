/**
 * Error codes of messages (plivo-platform 6.4). `failed`: refused before a mobile carrier had it; `undelivered`: after.
 * Newer lists of the platform hold more codes than these.
 */
export const MESSAGE_ERRORS = {
  "10": { name: "Invalid message", state: "undelivered" },
  "20": { name: "Network error", state: "undelivered" },
  "30": { name: "Spam detected", state: "undelivered" },
  "40": { name: "Invalid source number", state: "undelivered" },
  "50": { name: "Invalid destination number", state: "undelivered" },
  "60": { name: "Loop detected", state: "undelivered" },
  "70": { name: "Destination permanently unavailable", state: "undelivered" },
  "80": { name: "Destination temporarily unavailable", state: "undelivered" },
  "90": { name: "No route available", state: "undelivered" },
  "100": { name: "Prohibited by carrier", state: "undelivered" },
  "110": { name: "Message too long", state: "undelivered" },
  "200": { name: "Blocked by STOP", state: "failed" },
  "201": { name: "US toll-free to Canada blocked", state: "failed" },
  "420": { name: "Message expired in queue", state: "failed" },
  "900": { name: "Insufficient credit", state: "failed" },
  "1000": { name: "Unknown error", state: "undelivered" },
} as const;

export type MessageErrorCode = keyof typeof MESSAGE_ERRORS;

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(MESSAGE_ERRORS).map(([code, { name }]) => [code, name]));

/** Name of an error code; a plain sentence for one that is not listed. */
export function messageErrorName(code: string): string {
  return NAMES.get(code) ?? `Error ${code}`;
}

/**
 * Error codes of messages (plivo-platform 6.4). `failed`: refused before a mobile carrier had it; `undelivered`: after.
 * `advice`: what to do next. Newer lists of the platform hold more codes than these.
 */
export const MESSAGE_ERRORS = {
  "10": {
    name: "Invalid message",
    state: "undelivered",
    advice: "The network could not read the message; send a plainer text, without odd characters.",
  },
  "20": { name: "Network error", state: "undelivered", advice: "The network failed on the way; send it again later." },
  "30": {
    name: "Spam detected",
    state: "undelivered",
    advice: "A spam filter took it; say who you are, leave short links out, and check the number's registration.",
  },
  "40": {
    name: "Invalid source number",
    state: "undelivered",
    advice: "The sender may not text there; choose one of your numbers that can send to this country.",
  },
  "50": { name: "Invalid destination number", state: "undelivered", advice: "The number cannot get texts; check it, or call instead." },
  "60": { name: "Loop detected", state: "undelivered", advice: "Two machines answered each other; stop one of the two." },
  "70": {
    name: "Destination permanently unavailable",
    state: "undelivered",
    advice: "The number is not in use any more; take it off your list.",
  },
  "80": {
    name: "Destination temporarily unavailable",
    state: "undelivered",
    advice: "The phone was off or out of reach; send it again later.",
  },
  "90": {
    name: "No route available",
    state: "undelivered",
    advice: "The carrier cannot reach this network; ask its support, or call instead.",
  },
  "100": {
    name: "Prohibited by carrier",
    state: "undelivered",
    advice: "The network does not allow this sender or text; check the number's registration with the carrier.",
  },
  "110": { name: "Message too long", state: "undelivered", advice: "The text has too many parts; shorten it." },
  "200": { name: "Blocked by STOP", state: "failed", advice: "The recipient has opted out of this number; only their START lifts it." },
  "201": {
    name: "US toll-free to Canada blocked",
    state: "failed",
    advice: "A US toll-free number cannot text Canada; choose another sender.",
  },
  "420": {
    name: "Message expired in queue",
    state: "failed",
    advice: "It waited longer than it was good for; give it more time, or send less at once.",
  },
  "900": { name: "Insufficient credit", state: "failed", advice: "The carrier's account has no credit; add some." },
  "1000": {
    name: "Unknown error",
    state: "undelivered",
    advice: "The network gave no reason; send it again later, or ask the carrier's support.",
  },
} as const;

export type MessageErrorCode = keyof typeof MESSAGE_ERRORS;

const KNOWN: ReadonlyMap<string, { name: string; advice: string }> = new Map(Object.entries(MESSAGE_ERRORS));

/** Name of an error code; a plain sentence for one that is not listed. */
export function messageErrorName(code: string): string {
  return KNOWN.get(code)?.name ?? `Error ${code}`;
}

/** What an error code means and what to do next. */
export function messageErrorText(code: string): string {
  const known = KNOWN.get(code);
  return known
    ? `${known.name} (${code}). ${known.advice}`
    : `The carrier did not deliver it and gave the code ${code}, which is newer than our list; look it up in the carrier's list of message error codes, or ask its support with the message's id.`;
}

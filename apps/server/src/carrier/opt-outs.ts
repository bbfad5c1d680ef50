import type { OptOuts } from "../store/run-store.ts";

/** Whole messages, case-blind (plivo-platform 3.3). */
const OUT = new Set(["stop", "end", "quit", "cancel", "unsub", "unsubscribe", "stop all", "stopall"]);
const IN = new Set(["start", "unstop"]);

/**
 * The ledger records first, then the message goes to its flow. `intent` says that the carrier has understood the word,
 * and so has sent its own confirmation.
 */
export async function recordOptOut(store: OptOuts, message: { from: string; to: string; text: string }, intent: string): Promise<void> {
  const pair = { number: message.to, contact: message.from };
  const word = message.text.trim().toLowerCase();
  if (intent === "optout" || OUT.has(word)) await store.optOut({ ...pair, confirmed: intent === "optout" });
  else if (intent === "optin" || IN.has(word)) await store.optIn(pair);
}

import { type InboundMessage, keywordOf } from "@cordboard/contract";
import type { OptOuts } from "../store/run-store.ts";

type Text = Pick<InboundMessage, "from" | "to" | "text" | "intent" | "powerpack">;

/** The text opts out or in. The carrier also takes older words for an opt-in (YES), which are answers to everybody else. */
const wish = (text: Text): "out" | "in" | null => {
  const keyword = keywordOf(text);
  if (keyword === "stop") return "out";
  return keyword === "start" || text.intent === "optin" ? "in" : null;
};

export const asksLedger = (text: Text): boolean => wish(text) !== null;

/**
 * The ledger records first, then the text goes to its run. The carrier's reading (`intent`) says that it has understood the
 * word, and so has sent its own confirmation.
 */
export async function recordOptOut(store: OptOuts, text: Text): Promise<void> {
  const wanted = wish(text);
  // What a powerpack sends may come from any of its numbers.
  for (const number of text.powerpack === undefined ? [text.to] : [text.to, text.powerpack]) {
    const pair = { number, contact: text.from };
    if (wanted === "out") await store.optOut({ ...pair, confirmed: text.intent === "optout" });
    else if (wanted === "in") await store.optIn(pair);
  }
}

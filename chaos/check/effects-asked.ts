import type { LedgerRow } from "@cordboard/simulator";

/** Something the carrier really did for us: it answered 2xx, whether or not we heard it. */
export interface Done {
  kind: "send_message" | "place_call";
  /** E.164. */
  to: string;
  /** Of the effect, from its callback URL. */
  token: string;
  /** What the text says it is for; a call has none. */
  reference: string | null;
}

/** The ledger's texts and calls that were done. What was refused, or lost on the way in, was not. */
export function effectsDone(ledger: readonly LedgerRow[]): Done[] {
  return ledger.flatMap((row): Done[] => {
    if (row.method !== "POST" || row.status < 200 || row.status >= 300) return [];
    const body = typeof row.body === "object" && row.body !== null ? new Map(Object.entries(row.body)) : new Map<string, unknown>();
    const text = (name: string): string => String(body.get(name) ?? "");
    if (row.path.endsWith("/Message/")) {
      const reference = /^#\S+/.exec(text("text"))?.[0] ?? null;
      return [{ kind: "send_message", to: plus(text("dst")), token: tokenIn(text("url")), reference }];
    }
    if (row.path.endsWith("/Call/"))
      return [{ kind: "place_call", to: plus(text("to")), token: tokenIn(text("answer_url")), reference: null }];
    return [];
  });
}

const plus = (number: string): string => (number.startsWith("+") ? number : `+${number}`);
const tokenIn = (url: string): string => /\/carrier\/(?:messages|voice)\/e\/([\w-]+)/.exec(url)?.[1] ?? "";

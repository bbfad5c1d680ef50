import type { RentedNumber } from "../state/account.ts";

export type Intent = "optout" | "optin" | "help" | "";

const OPT_OUT = new Set(["STOP", "END", "QUIT", "CANCEL", "UNSUB", "UNSUBSCRIBE", "STOP ALL", "STOPALL"]);
const OPT_IN = new Set(["START", "UNSTOP", "YES", "RESUME", "GO"]);
const HELP = new Set(["HELP", "INFO"]);

/** One confirmation may still be sent in this time after STOP. */
const GRACE_MS = 5 * 60_000;

/** What a whole message asks for; white space around it and case do not matter. */
export function intentOf(number: RentedNumber, text: string): Intent {
  if (!isWatched(number)) return "";
  const word = text.trim().toUpperCase();
  return OPT_OUT.has(word) ? "optout" : OPT_IN.has(word) ? "optin" : HELP.has(word) ? "help" : "";
}

/** On by default for long codes and toll-free numbers of the US and Canada (plivo-platform 3.3). */
function isWatched(number: RentedNumber): boolean {
  return number.type !== "short" && /^1\d{10}$/.test(number.key);
}

/** Pairs of a number of ours and a person who does not want its texts. */
export class OptOuts {
  readonly #pairs = new Map<string, { at: number; confirmed: boolean }>();

  apply(intent: Intent, number: string, person: string, now: number): void {
    const pair = `${number}<${person}`;
    if (intent === "optout") this.#pairs.set(pair, { at: now, confirmed: false });
    else if (intent === "optin") this.#pairs.delete(pair);
  }

  /** Whether a text must be refused. Lets one confirmation through. */
  refuses(number: string, person: string, now: number): boolean {
    const optOut = this.#pairs.get(`${number}<${person}`);
    if (!optOut) return false;
    if (optOut.confirmed || now - optOut.at > GRACE_MS) return true;
    optOut.confirmed = true;
    return false;
  }

  clear(): void {
    this.#pairs.clear();
  }
}

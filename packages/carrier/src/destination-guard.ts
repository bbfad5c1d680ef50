import type { StepCode } from "@cordboard/contract";
import { type AnyVerb, parseDestination, type Verb } from "@cordboard/plivo";
import { type NumberType, parsePhoneNumberFromString, type PhoneNumber } from "libphonenumber-js/max";

export type DestinationVerdict =
  | { ok: true; value: string }
  | { ok: false; error: { code: Extract<StepCode, "invalid_number" | "destination_not_allowed">; message: string } };

/** Where flows may call and text. */
export interface DestinationGuard {
  check: (destination: string) => DestinationVerdict;
  /** The longest that a call which we place to any of these may last, s; null or left out: as its step says. */
  maxSeconds?: (to: readonly string[]) => number | null;
}

/** Kinds of numbers whose price nobody expects. */
const COSTLY: ReadonlySet<NumberType> = new Set(["PREMIUM_RATE", "SHARED_COST", "PERSONAL_NUMBER", "PAGER", "VOICEMAIL"]);

/** ISO codes, or null for every country. A function is asked each time. */
type Countries = readonly string[] | null;

/**
 * `countries`: where calls and texts may go. Satellite and other ranges without a country, premium and
 * shared-cost ranges are refused whatever the list says: the type that a library gives a number is no toll defence
 * (reliability-security F8). With a list, a number must also lie in a range that is in use; without one (the simulator)
 * it only has to belong to some country's code, so that invented numbers can be played with.
 */
export function createDestinationGuard(countries: Countries | (() => Countries)): DestinationGuard {
  const allowed = typeof countries === "function" ? countries : (): Countries => countries;
  return {
    check: (destination) => {
      const parsed = parseDestination(destination);
      if (!parsed)
        return refuse("invalid_number", `${shown(destination)} is not one phone number or SIP address; write it as +14155550100.`);
      if (parsed.kind === "sip") return { ok: true, value: parsed.value };
      const number = parsePhoneNumberFromString(parsed.value);
      // Only the library's own reading leaves: what it had to clean up is refused (F8, F9).
      if (!number || number.number !== parsed.value || !number.isPossible()) {
        return refuse("invalid_number", `${shown(destination)} is not a phone number that exists; look at its country code and length.`);
      }
      const reason = refusal(number, allowed());
      return reason === null ? { ok: true, value: number.number } : refuse("destination_not_allowed", `${number.number} ${reason}`);
    },
  };
}

function refusal(number: PhoneNumber, countries: Countries): string | null {
  const type = number.getType();
  if (type !== undefined && COSTLY.has(type)) return "is a premium or special-rate number; calls and texts to these are always refused.";
  if (number.isNonGeographic() || number.getPossibleCountries().length === 0) {
    return "belongs to no country (satellite or global range); calls and texts to these are always refused.";
  }
  if (countries === null) return null;
  if (number.country === undefined || type === undefined) return "is in a range that is not in use.";
  if (countries.includes(number.country)) return null;
  return `is in ${number.country}, which is not allowed; an administrator can add it to DESTINATION_COUNTRIES and under Settings, Sending.`;
}

function refuse(code: "invalid_number" | "destination_not_allowed", message: string): DestinationVerdict {
  return { ok: false, error: { code, message } };
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));

/**
 * Takes the destinations out of a document's Dials that may not be called. A Dial without any left is taken out too:
 * the carrier goes on to the Redirect behind it, and the step hears silence where the outcome of the Dial would be.
 */
export function guardVerbs(verbs: readonly Verb[], guard: DestinationGuard): { verbs: Verb[]; refused: string[] } {
  const refused: string[] = [];
  const allowed = (child: AnyVerb): boolean => {
    const target = child.body ?? "";
    const verdict = guard.check(target);
    if (verdict.ok) return true;
    refused.push(target);
    return false;
  };
  const kept = verbs.flatMap((verb): Verb[] => {
    if (verb.element !== "Dial") return [verb];
    const children = verb.children.filter(allowed);
    if (children.length === 0) return [];
    const to = children.map((child) => child.body ?? "");
    const timeLimit = shorter(verb.attributes?.timeLimit, to, guard);
    return [{ ...verb, children, ...(timeLimit !== undefined && { attributes: { ...verb.attributes, timeLimit } }) }];
  });
  return { verbs: kept, refused };
}

/** A time limit, s, cut to what the guard allows. */
export function shorter<Seconds extends number | undefined>(
  seconds: Seconds,
  to: readonly string[],
  guard: DestinationGuard,
): Seconds | number {
  const most = guard.maxSeconds?.(to) ?? null;
  return most === null ? seconds : Math.min(seconds ?? most, most);
}

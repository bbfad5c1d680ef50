import type { NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { looksCallable, spacedNumber, tidyNumber } from "./addresses.ts";
import { entriesOf } from "./entries.ts";
import { isTemplate, shorten, withoutBraces } from "./text.ts";

/** Off by default: a stranger who could have any number called or texted would do so at the author's cost. */
export const callerMayChooseField = () =>
  z
    .boolean()
    .default(false)
    .meta({
      title: "Allow numbers the caller chooses",
      description: "Off: a number that they keyed in, said or texted is refused.",
      form: { advanced: true },
    });

interface WithRecipients {
  to: readonly string[];
  callerMayChoose: boolean;
}

/** What the manifest of everything with recipients says of them. */
export const recipientDestinations = ({ callerMayChoose }: WithRecipients) => ({ fields: ["to"], callerMayChoose });

export const callerMayChooseFace = ({ callerMayChoose }: WithRecipients): string[] =>
  callerMayChoose ? ["Also numbers the caller chooses"] : [];

/**
 * Who a filled-in list of recipients names: an entry may hold several, with commas or as the JSON that a template prints
 * of a list. Each is named once, in the order written.
 */
export function recipientsOf(to: readonly string[]): string[] {
  return [...new Set(entriesOf(to, /[,\n]/))];
}

/**
 * Issues of a list of recipients. Codes: to_missing, bad_recipient.
 * `whom`: `call` takes SIP addresses too, `text` numbers only.
 */
export function checkRecipients(to: readonly string[], whom: "call" | "text"): NodeIssue[] {
  const error = (code: string, message: string, field: string): NodeIssue => ({ level: "error", code, message, field });
  if (to.every((entry) => !entry.trim())) return [error("to_missing", `Say whom to ${whom}. Add a number.`, "to")];
  const fits = (entry: string): boolean => isTemplate(entry) || (whom === "call" ? looksCallable(entry) : tidyNumber(entry) !== null);
  return to.flatMap((entry, i) => {
    if (!entry.trim() || entry.split(",").every(fits)) return [];
    const message = `“${shorten(entry, 40)}” can't be ${whom === "call" ? "called" : "texted"}. Write a number such as +14155550142.`;
    return [error("bad_recipient", message, `to.${i}`)];
  });
}

/** `+1 415 555 0142 +2`: the first recipient and how many more there are. */
export function recipientsFace(to: readonly string[]): string {
  const [first = "…", ...more] = to.filter((entry) => entry.trim());
  const shown = spacedNumber(withoutBraces(first));
  return `${shorten(shown, 50)}${more.length > 0 ? ` +${more.length}` : ""}`;
}

/** Last parts of a template's path that say nothing about who is meant. */
const NO_NAME = /^(?:number|phone|to|from|value|digits)$/i;

/** A node name from who comes first: `{{ vars.engineer }}` → `Ring_engineer`, `+14155550142` → `Ring_0142`; null for nobody. */
export function nameOfRecipients(prefix: string, to: readonly string[]): string | null {
  const first = to.find((entry) => entry.trim())?.trim() ?? "";
  const path = /^\{\{-?\s*([\w.]+)/.exec(first)?.[1]?.split(".");
  const who = path ? path.findLast((part) => !NO_NAME.test(part)) : (/^sips?:(\w+)/i.exec(first)?.[1] ?? tidyNumber(first)?.slice(-4));
  return who ? `${prefix}_${who}`.slice(0, 40) : null;
}

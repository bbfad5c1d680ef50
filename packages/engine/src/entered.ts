import type { Json, JsonObject, RunState } from "@cordboard/contract";
import type { CompiledNode } from "./compile.ts";
import { objectOr } from "./object-or.ts";

/*
 * Who may choose a number is the author: a stranger who could have any number called or texted would do so at our cost.
 * check() refuses a step whose recipient prints what the other party entered. What reaches a recipient by ways that it can't follow
 * (code, another flow, a server that repeats what it was asked) is found here by its digits: the run keeps those of all
 * that was keyed in, said or texted, and a recipient that ends in them is refused. Numbers that the author wrote and the
 * contact's own are never meant. Digits that are spoken as words, or entered in pieces of less than `FEWEST_DIGITS`, aren't found.
 */

/** Fewer are an extension or a choice, and would be the end of somebody's number by chance. */
const FEWEST_DIGITS = 5;
/** Nobody enters so many; when it is reached, nothing that is filled in is trusted any more. */
const MOST_ENTERED = 500;

const NUMBER = /[+\d(][\d\s().\-/]*/g;

/** Digits of all that may be a number in a text, without what stands before a national or an international number. */
function numbersIn(text: string): string[] {
  const found = text.normalize("NFKC").match(NUMBER) ?? [];
  const digits = found.map((one) => one.replace(/\D/g, "").replace(/^(?:011|0+)/, ""));
  return digits.filter(({ length }) => length >= FEWEST_DIGITS);
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (value === null || value === undefined || typeof value === "boolean") return [];
  return Object.values(value).flatMap(textsIn);
}

/** Adds digits that the other party has entered. */
export function noteEntered(run: RunState, digits: readonly string[]): void {
  const known = run.entered ?? [];
  const added = digits.filter((one, i) => !known.includes(one) && digits.indexOf(one) === i);
  if (added.length > 0) run.entered = [...known, ...added].slice(0, MOST_ENTERED);
}

/** Takes note of what the other party has entered in this step. */
export function noteOutputs(run: RunState, { callerChosen }: CompiledNode, outputs: JsonObject): void {
  for (const name of callerChosen) {
    const value = name.split(".").reduce<Json | undefined>((inside, key) => objectOr(inside)[key], outputs);
    const digits = textsIn(value).flatMap(numbersIn);
    if (digits.length > 0) noteEntered(run, digits);
  }
}

/** Whether the other party chose a number that this step would call or text, and may not. `filled`: its config for this visit. */
export function callerChose({ entered = [], contact }: RunState, { openDestinations }: CompiledNode, filled: Json): boolean {
  if (entered.length === 0 || openDestinations.length === 0) return false;
  const own = numbersIn(contact.number ?? "");
  const recipients = openDestinations.flatMap(([field, i]) => textsIn(Object.values(objectOr(filled)[field] ?? [])[i]));
  return recipients
    .flatMap(numbersIn)
    .some((number) => !own.includes(number) && (entered.length >= MOST_ENTERED || entered.some((digits) => number.endsWith(digits))));
}

import { countryOf } from "./numbers.ts";
import { matchesPattern } from "./re2.ts";
import { sameNumber, samePhone } from "./same-value.ts";
import { momentOf } from "./time.ts";
import { isTruthy } from "./values.ts";
import { listOf, type Operator, rangeOf } from "./operators.ts";

export interface Comparison {
  left: string;
  op: Operator;
  right: string;
  /** False: upper and lower case are the same. */
  caseSensitive: boolean;
}

/**
 * Whether a comparison holds. Both sides are texts that templates have filled in; like PHLO we compare them as numbers,
 * phone numbers or dates when both can be read so. What can't be read as an operator needs it makes the comparison false.
 */
export function holds({ left, op, right, caseSensitive }: Comparison): boolean {
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase()).normalize("NFC").trim();
  // Once: a list may be as long as the text that it is compared with.
  const folded = fold(left);
  const same = (other: string): boolean => folded === fold(other) || sameNumber(left, other) || samePhone(left, other);
  const checks: Record<Operator, () => boolean> = {
    equals: () => same(right),
    not_equals: () => !same(right),
    contains: () => folded.includes(fold(right)),
    not_contains: () => !folded.includes(fold(right)),
    starts_with: () => folded.startsWith(fold(right)),
    ends_with: () => folded.endsWith(fold(right)),
    one_of: () => listOf(right).some(same),
    not_one_of: () => !listOf(right).some(same),
    matches: () => matchesPattern(right, left, { anywhere: true, ignoreCase: !caseSensitive }),
    empty: () => isEmpty(left),
    not_empty: () => !isEmpty(left),
    less: () => ordered(left, right, (order) => order < 0),
    less_or_equal: () => ordered(left, right, (order) => order <= 0),
    greater: () => ordered(left, right, (order) => order > 0),
    greater_or_equal: () => ordered(left, right, (order) => order >= 0),
    between: () => {
      const [from, to] = rangeOf(right) ?? [];
      return from !== undefined && to !== undefined && ordered(left, from, (o) => o >= 0) && ordered(left, to, (o) => o <= 0);
    },
    before: () => inTime(left, right, (order) => order < 0),
    after: () => inTime(left, right, (order) => order > 0),
    country_is: () => isIn(left, listOf(right)),
    is_true: () => isTruthy(left),
    is_false: () => !isTruthy(left),
  };
  return checks[op]();
}

const isEmpty = (text: string): boolean => /^\s*(?:\[\s*\]|\{\s*\}|null)?\s*$/.test(text);

/** Orders two numbers, else two moments. */
function ordered(a: string, b: string, test: (order: number) => boolean): boolean {
  const [x, y] = [looseNumber(a), looseNumber(b)];
  return x !== null && y !== null ? test(x - y) : inTime(a, b, test);
}

function looseNumber(text: string): number | null {
  const number = text.trim() === "" ? Number.NaN : Number(text.trim());
  return Number.isFinite(number) ? number : null;
}

function inTime(a: string, b: string, test: (order: number) => boolean): boolean {
  const [x, y] = [moment(a), moment(b)];
  return x !== null && y !== null && test(x - y);
}

/** A date, a date and time (UTC unless it says otherwise), or a time of day, in ms. */
function moment(text: string): number | null {
  const written = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return momentOf(`${written}T00:00`, "UTC");
  if (/^\d{1,2}:\d{2}$/.test(written)) return momentOf(`1970-01-01T${written.padStart(5, "0")}`, "UTC");
  return momentOf(written, "UTC");
}

/** `left`: a number, or a country already (`{{ Start.call.from_iso2 }}`). Countries by code or English name. */
function isIn(left: string, countries: string[]): boolean {
  const { iso2, name } = countryOf(left.trim());
  const own = [iso2, name, left.trim()].filter((text) => text !== "").map((text) => text.toLowerCase());
  return countries.some((country) => own.includes(country.toLowerCase()));
}

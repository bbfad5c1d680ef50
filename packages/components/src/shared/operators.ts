/** Ways to compare, as stored. */
export const OPERATORS = [
  "equals",
  "not_equals",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "one_of",
  "not_one_of",
  "matches",
  "empty",
  "not_empty",
  "less",
  "less_or_equal",
  "greater",
  "greater_or_equal",
  "between",
  "before",
  "after",
  "country_is",
  "is_true",
  "is_false",
] as const;

export type Operator = (typeof OPERATORS)[number];

export const WORDS: Record<Operator, string> = {
  equals: "is",
  not_equals: "is not",
  contains: "contains",
  not_contains: "doesn't contain",
  starts_with: "begins with",
  ends_with: "ends with",
  one_of: "is one of",
  not_one_of: "is none of",
  matches: "matches the pattern",
  empty: "is empty",
  not_empty: "is not empty",
  less: "is less than",
  less_or_equal: "is at most",
  greater: "is more than",
  greater_or_equal: "is at least",
  between: "is between",
  before: "is before",
  after: "is after",
  country_is: "is a number in",
  is_true: "is true",
  is_false: "is false",
};

const ALONE: ReadonlySet<Operator> = new Set(["empty", "not_empty", "is_true", "is_false"]);

/** False for comparisons that look at one value only. */
export const takesRight = (op: Operator): boolean => !ALONE.has(op);

/** The items of a list as authors write it (`US, CA`, one per line) or as a template prints one (`["US","CA"]`). */
export function listOf(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) {
    try {
      const items: unknown = JSON.parse(trimmed);
      if (Array.isArray(items)) return items.map((item) => (typeof item === "string" ? item : JSON.stringify(item)).trim());
    } catch {
      // An author may well write a bracket.
    }
  }
  return trimmed
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** The two ends of `10..20`, `10, 20` or `10 and 20`; null when there are not two. */
export function rangeOf(text: string): [string, string] | null {
  const ends = text.split(/\.\.|,|\band\b/).map((end) => end.trim());
  const [from, to] = ends;
  return ends.length === 2 && from && to ? [from, to] : null;
}

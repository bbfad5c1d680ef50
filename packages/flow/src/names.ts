import { LIMITS } from "@cordboard/contract";

/** Keys that reach into an object's prototype; refused wherever data comes in (reliability-security S3). */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/** Ids are made by machines; compiled machines add states of their own that begin with `$`. */
export const ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** First words of paths that are ours, and words of the template language: no node can be called so. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  "vars run contact flow now number secrets error forloop true false nil null empty blank and or not contains in".split(" "),
);

export type NameProblem = "empty" | "too_long" | "characters" | "digits" | "reserved";

/** What keeps `name` from being a node's name; null when nothing does. */
export function nameProblem(name: string): NameProblem | null {
  if (name === "") return "empty";
  if (name.length > LIMITS.nameCharacters) return "too_long";
  if (!/^[A-Za-z0-9_]+$/.test(name)) return "characters";
  if (/^\d+$/.test(name)) return "digits";
  if (RESERVED_NAMES.has(name) || FORBIDDEN_KEYS.has(name)) return "reserved";
  return null;
}

const NEXT_STEP: Record<NameProblem, string> = {
  empty: "It has no name. Give it one: letters, digits and _.",
  too_long: `Its name is longer than ${LIMITS.nameCharacters} characters. Shorten it.`,
  characters: "Its name has characters that variables can't have. Use letters, digits and _.",
  digits: "Its name is only digits. Add a letter.",
  reserved: "Its name is a word with a meaning of its own. Choose another.",
};

export const nameAdvice = (problem: NameProblem): string => NEXT_STEP[problem];

/** `Ask for PIN!` → `Ask_for_PIN`; null when nothing usable is left. */
export function toName(text: string): string | null {
  const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "");
  const joined = plain
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, LIMITS.nameCharacters)
    .replace(/_+$/, "");
  if (joined === "") return null;
  const problem = nameProblem(joined);
  if (problem === null) return joined;
  const longer = `Step_${joined}`.slice(0, LIMITS.nameCharacters);
  return nameProblem(longer) === null ? longer : null;
}

/** `wanted`, or `wanted_2`, `wanted_3` … when taken. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const suffix = `_${n}`;
    const name = wanted.slice(0, LIMITS.nameCharacters - suffix.length) + suffix;
    if (!taken.has(name)) return name;
  }
}

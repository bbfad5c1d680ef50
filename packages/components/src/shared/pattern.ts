/*
 * Patterns are RE2 (linear time, so no author can hang a run). They run in re2js on the server (`re2.ts`); here is what can
 * be said of one in the browser, without its 65 kB: the few things where RE2 and JavaScript differ are rewritten, then
 * JavaScript reads it. `pattern.test.ts` holds both readers against each other.
 */

/** What RE2 leaves out on purpose. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\(\?(?:=|!|<=|<!)/, "looking ahead or behind, (?=…), is not possible here"],
  [/\\[1-9]|\\k</, "referring back to a group, \\1, is not possible here"],
  [/\(\?>|[*+?}]\+/, "possessive repeats are not possible here"],
];

const POSIX: Record<string, string> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "0-9A-Za-z",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  punct: "!-\\/:-@\\[-`{-~",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/** RE2 repeats a group at most this often. */
const MAX_REPEAT = 1000;
/** What is repeated is written out: thousands of repeats one after another would take as long to read as to run. */
const MAX_REPEATS = 2_000;

/** Sets and classes one after another take long to read, too. */
const MAX_LENGTH = 1_000;

/** What is wrong with a pattern, in words that follow "The pattern can't be read: ", or null. */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > MAX_LENGTH) return `a pattern may have at most ${MAX_LENGTH.toLocaleString("en")} characters`;
  const withoutEscapes = plain(pattern);
  const found = UNSUPPORTED.find(([what]) => what.test(withoutEscapes.replace(/\[[^\]]*\]/g, "[]")));
  if (found) return found[1];
  if (repeatsOf(withoutEscapes).some((count) => count > MAX_REPEAT)) return `a repeat may be at most ${MAX_REPEAT}`;
  if (repeatsTooMuch(pattern)) return `all repeats together may be at most ${MAX_REPEATS}`;
  try {
    new RegExp(asJavaScript(pattern), "v");
    return null;
  } catch {
    return tryLoosely(pattern);
  }
}

const repeatsTooMuch = (pattern: string): boolean => repeatsOf(plain(pattern)).reduce((sum, count) => sum + count, 0) > MAX_REPEATS;
/** Of a pattern that came from a template, which check() could not see. */
export const takesTooLong = (pattern: string): boolean => pattern.length > MAX_LENGTH || repeatsTooMuch(pattern);

const plain = (pattern: string): string => pattern.replace(/\\\\/g, "").replace(/\\[pPx]\{[^}]*\}/g, "x");

const repeatsOf = (pattern: string): number[] =>
  [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, from, to]) => Math.max(Number(from), Number(to ?? 0)));

/** The `v` flag refuses needless escapes such as `\-`, which RE2 takes. */
function tryLoosely(pattern: string): string | null {
  try {
    new RegExp(asJavaScript(pattern));
    return null;
  } catch (error) {
    const said = error instanceof Error ? error.message.split(": ").at(-1) : "";
    return said ? said.charAt(0).toLowerCase() + said.slice(1) : "it is not a pattern";
  }
}

const asJavaScript = (pattern: string): string =>
  pattern
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?[imsU-]+\)/g, "")
    .replace(/\(\?[imsU-]+:/g, "(?:")
    .replace(/\\A/g, "^")
    .replace(/\\z/g, "$")
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[^\w\s]/g, "\\$&"))
    .replace(/\[:(\^?)(\w+):\]/g, (_, not: string, name: string) => (not ? "\\S" : (POSIX[name] ?? "[")));

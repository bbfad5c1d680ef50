/** `“Press 1 for sales…” EN-US +1`, as a prompt's face says it: the language tag and how many more follow, behind the quote or the file. */
const TAGGED = /^(“.*”|♪ .*?) ((?:[A-Z]{2,3}(?:-[A-Z0-9]+)* ?)?(?:\+\d+)?)$/su;

/** A line of a card in two parts: what may be shortened, and the tag behind it, which may not. */
export function faceLine(line: string): { text: string; tag: string } {
  const [, text = line, tag = ""] = TAGGED.exec(line) ?? [];
  return { text, tag };
}

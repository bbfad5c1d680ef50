/** True if the text holds Liquid, so its value is known only at run time. */
export const isTemplate = (text: string): boolean => /\{\{|\{%/.test(text);

/** How a card shows values: `sip:{{ vars.desk }}@{{ vars.pbx }}` as `sip:vars.desk@vars.pbx`. */
export const withoutBraces = (text: string): string => text.replace(/\s+/g, " ").replace(/\{\{-? ?| ?-?\}\}/g, "");

/** A space for each template. By search: a pattern looks for the end anew at each of thousands of `{{` that never end. */
function withoutTemplates(text: string): string {
  const opening = /\{[{%]/g;
  const unclosed = new Set<string>();
  let [kept, from] = ["", 0];
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const close = found[0] === "{{" ? "}}" : "%}";
    const end = unclosed.has(close) ? -1 : text.indexOf(close, found.index + 2);
    if (end < 0) {
      unclosed.add(close);
      opening.lastIndex = found.index + 1;
      continue;
    }
    kept += `${text.slice(from, found.index)} `;
    from = opening.lastIndex = end + 2;
  }
  return kept + text.slice(from);
}

/** Cuts at a word, with an ellipsis. */
export function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\s,.;:–-]+$/, "")}…`;
}

/** Lower case, without accents and punctuation, words separated by single spaces: how speech and synonyms are compared. */
export const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}*#+]+/gu, " ")
    .trim();

/** Words that say nothing about what a prompt asks for. */
const FILLER = new Set(
  "a an and are at be call can enter first for from give hello here hi if in is it its key kindly me may my now number of on or our please press pound say so star tell thank that the then this to type us we welcome with you your".split(
    " ",
  ),
);

/**
 * A node name from what the author wrote: `Ask` + "Please enter your extension, then press pound" → `Ask_extension`.
 * Letters, digits and `_` only; null when nothing is left.
 */
export function nameFrom(prefix: string, text: string, words = 3): string | null {
  const clause = withoutTemplates(text)
    .split(/[.,;:!?\n]/)
    .find((part) => meaningful(part).length > 0);
  const kept = meaningful(clause ?? "").slice(0, words);
  return kept.length > 0 ? [prefix, ...kept].join("_").slice(0, 40) : null;
}

const meaningful = (text: string): string[] =>
  plain(text)
    .replace(/[^a-z0-9 ]/g, "")
    .split(" ")
    .filter((word) => word && !FILLER.has(word));

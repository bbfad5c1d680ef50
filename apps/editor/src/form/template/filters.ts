/** A filter of the template language, for the list behind a bar. */
export interface FilterChoice {
  name: string;
  title: string;
  /** What stands behind the name when it is chosen. */
  rest: string;
}

const filter = (name: string, title: string, rest = ""): FilterChoice => ({ name, title, rest });

/** Those that authors of calls and texts reach for, the usual ones first; Liquid has more, and all of them work. */
export const FILTERS: readonly FilterChoice[] = [
  filter("default", "what stands there when it is empty", ': ""'),
  filter("spell_out", "digit by digit, for voices"),
  filter("capitalize", "first letter large"),
  filter("upcase", "all letters large"),
  filter("downcase", "all letters small"),
  filter("strip", "without blanks around it"),
  filter("truncate", "at most so many characters", ": 50"),
  filter("slice", "a part of it: from, how many", ": 0, 4"),
  filter("replace", "one text by another", ': "", ""'),
  filter("remove", "without this text", ': ""'),
  filter("append", "with this text behind it", ': ""'),
  filter("prepend", "with this text before it", ': ""'),
  filter("split", "a list, cut at this text", ': ","'),
  filter("join", "a list as one text", ': ", "'),
  filter("first", "first of a list"),
  filter("last", "last of a list"),
  filter("size", "how many characters or items"),
  filter("map", "one field of each item", ': ""'),
  filter("where", "items with this value", ': "", ""'),
  filter("date", "as a date: %B %d, %H:%M", ': "%B %d, %H:%M"'),
  filter("plus", "and this number", ": 1"),
  filter("minus", "less this number", ": 1"),
  filter("times", "times this number", ": 2"),
  filter("divided_by", "divided by this number", ": 2"),
  filter("round", "to so many places", ": 0"),
  filter("json", "as JSON"),
  filter("url_encode", "for an address"),
  filter("escape", "for HTML and speech markup"),
];

/** The unfinished name of a filter at the caret, when it stands behind a bar within `{{ …` or `{% …`. */
export function filterAt(text: string, caret: number): { from: number; word: string } | null {
  const before = text.slice(0, caret);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0 || /\}\}|%\}/.test(before.slice(open))) return null;
  const inside = before.slice(open + 2);
  const word = /\|\s*(\w*)$/.exec(inside)?.[1];
  if (word === undefined || (inside.match(/["']/g)?.length ?? 0) % 2 === 1) return null;
  return { from: caret - word.length, word };
}

export const filtersFor = (word: string): FilterChoice[] => FILTERS.filter(({ name }) => name.startsWith(word.toLowerCase()));

/** The text with the filter in place, and the caret where its first argument is written. */
export function completeFilter(text: string, from: number, caret: number, { name, rest }: FilterChoice): { text: string; caret: number } {
  const behind = text.slice(caret).replace(/^\w*/, "");
  const head = text.slice(0, from) + name + rest;
  const blank = behind.startsWith("}") || behind.startsWith("%") ? " " : "";
  const quote = rest.indexOf('""');
  return { text: head + blank + behind, caret: quote < 0 ? head.length : from + name.length + quote + 1 };
}

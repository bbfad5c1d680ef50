import type { VariableChoice } from "@cordboard/flow";
import { complete, matching, typingAt } from "./completion.ts";
import { completeFilter, filterAt, filtersFor } from "./filters.ts";

/** A line of the list that opens while a template is typed. */
export interface Suggestion {
  name: string;
  /** At the end of its line. */
  kind: string;
  note: string;
  sample: string | null;
  /** The text with it put in at the caret. */
  apply: (text: string, caret: number) => { text: string; caret: number };
}

export interface Suggesting {
  /** "Variables" */
  title: string;
  /** Where in the text the word begins. */
  from: number;
  list: Suggestion[];
  /** Said when none fits. */
  none: string;
}

/** What could be put in at the caret; null where nothing of a template is being typed. */
export function suggestAt(text: string, caret: number, variables: () => readonly VariableChoice[]): Suggesting | null {
  const filter = filterAt(text, caret);
  if (filter) {
    const list = filtersFor(filter.word).map((choice): Suggestion => ({
      name: choice.name,
      kind: "filter",
      note: choice.title,
      sample: null,
      apply: (now, at) => completeFilter(now, filterAt(now, at)?.from ?? at, at, choice),
    }));
    return { title: "Filters", from: filter.from, list, none: "No usual filter begins like that." };
  }
  const typing = typingAt(text, caret);
  if (!typing) return null;
  const list = matching(variables(), typing.word).map(({ path, type, title, sample, certain }): Suggestion => ({
    name: path,
    kind: TYPES[type],
    note: certain === "maybe" ? `May be empty here · ${title}` : title,
    sample,
    apply: (now, at) => complete(now, typingAt(now, at) ?? { from: at, word: "" }, at, path),
  }));
  return { title: "Variables", from: typing.from, list, none: "No variable is called that here." };
}

const TYPES: Record<VariableChoice["type"], string> = {
  text: "text",
  number: "number",
  boolean: "yes / no",
  phone: "phone",
  date: "date",
  list: "list",
  json: "JSON",
};

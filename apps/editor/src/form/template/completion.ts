import type { VariableChoice } from "@cordboard/flow";

/** What is being typed between braces, and where it begins in the text. */
export interface Typing {
  from: number;
  word: string;
}

/** The unfinished path at the caret, when it stands within `{{ …` or `{% …`. */
export function typingAt(text: string, caret: number): Typing | null {
  const before = text.slice(0, caret);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0 || /\}\}|%\}/.test(before.slice(open))) return null;
  const word = /[A-Za-z0-9_.]*$/.exec(before)?.[0] ?? "";
  const inside = before.slice(open + 2, before.length - word.length);
  // Within quotes a word is a text, after a bar it is a filter.
  if ((inside.match(/["']/g)?.length ?? 0) % 2 === 1 || /\|\s*$/.test(inside)) return null;
  return { from: caret - word.length, word };
}

const SHOWN = 60;

/** Variables that fit, best first: the start of the path, then of a part of it, then anything in path or title. */
export function matching(choices: readonly VariableChoice[], word: string): VariableChoice[] {
  const wanted = word.toLowerCase();
  const scored = choices.flatMap((choice) => {
    const score = scoreOf(choice, wanted);
    return score > 0 ? [{ choice, score }] : [];
  });
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ choice }) => choice);
}

function scoreOf({ path, title }: VariableChoice, wanted: string): number {
  if (wanted === "") return 1;
  const text = path.toLowerCase();
  if (text.startsWith(wanted)) return 4;
  if (text.split(/[._]/).some((part) => part.startsWith(wanted))) return 3;
  if (text.includes(wanted)) return 2;
  return title.toLowerCase().includes(wanted) ? 1 : 0;
}

/** The text with the word replaced by a path, its braces closed, and the caret behind them. */
export function complete(text: string, typing: Typing, caret: number, path: string): { text: string; caret: number } {
  const rest = text.slice(caret).replace(/^[A-Za-z0-9_.]*/, "");
  const output = text.slice(0, typing.from).lastIndexOf("{{") > text.slice(0, typing.from).lastIndexOf("{%");
  const closed = /^\s*(\}\}|\||%\})/.test(rest);
  const head = text.slice(0, typing.from) + path;
  if (closed || !output) {
    const skip = output ? (/^\s*\}\}/.exec(rest)?.[0].length ?? 0) : 0;
    return { text: head + rest, caret: head.length + skip };
  }
  const end = text.slice(0, typing.from).endsWith("{{ ") ? " }}" : "}}";
  return { text: head + end + rest, caret: head.length + end.length };
}

/** Pieces of a text: plain, and references to be highlighted. */
export function pieces(text: string): { text: string; reference: boolean }[] {
  const parts = text.split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/g);
  return parts.flatMap((part, index) => (part === "" ? [] : [{ text: part, reference: index % 2 === 1 }]));
}

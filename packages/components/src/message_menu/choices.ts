import { plain } from "../shared/text.ts";
import type { Choice } from "./manifest.ts";

/** The exit of a choice: its own name, so that changing a key never drops a cord; else its key. */
export const exitId = (choice: Choice): string | null => choice.name?.trim() || choice.key?.trim() || null;

/** What people may write for a choice, in plain form. */
export const wordsOf = (choice: Choice): string[] =>
  [choice.key ?? "", (choice.name ?? "").replace(/_/g, " "), ...(choice.synonyms ?? [])].map(plain).filter((word) => word !== "");

/**
 * The choice that a text means: by a word of it alone, or by the only one whose word stands in the text ("sales please").
 * Case, accents and punctuation don't matter.
 */
export function choiceIn(choices: readonly Choice[], text: string): Choice | null {
  const written = plain(text);
  const alone = choices.find((choice) => wordsOf(choice).includes(written));
  if (alone) return alone;
  const within = choices.filter((choice) => wordsOf(choice).some((word) => ` ${written} `.includes(` ${word} `)));
  return within.length === 1 ? (within[0] ?? null) : null;
}

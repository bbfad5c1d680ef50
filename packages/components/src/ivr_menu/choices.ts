import { plain } from "../shared/text.ts";
import type { Choice } from "./manifest.ts";

/** The exit of a choice: its own name, so that changing a key never drops a cord; else its key. */
export const exitId = (choice: Choice): string | null => choice.name?.trim() || choice.key || null;

/** What a caller may say for a choice. */
export const phrasesOf = (choice: Choice): string[] => {
  const phrases = (choice.phrases ?? []).filter((phrase) => phrase.trim());
  return phrases.length > 0 ? phrases : choice.name ? [choice.name.replace(/_/g, " ")] : [];
};

export const byKey = (choices: readonly Choice[], key: string): Choice | undefined => choices.find((choice) => choice.key === key);

/**
 * The choice whose phrase was said, alone or within a sentence ("sales please"). The longest phrase wins, so that
 * "new order" is not taken for "order". A key may be said too, as the recognition writes it ("2").
 */
export function bySpeech(choices: readonly Choice[], speech: string): Choice | undefined {
  const said = ` ${plain(speech)} `;
  let best: { choice: Choice; length: number } | undefined;
  for (const choice of choices) {
    for (const phrase of [...phrasesOf(choice).map(plain), ...(said === ` ${choice.key} ` ? [choice.key ?? ""] : [])]) {
      if (phrase && said.includes(` ${phrase} `) && phrase.length > (best?.length ?? 0)) best = { choice, length: phrase.length };
    }
  }
  return best?.choice;
}

import { folded } from "../shared/same-value.ts";
import type { SwitchCase } from "./manifest.ts";

/** What a case looks for, as it is compared. */
export const wordsOf = ({ name, synonyms }: SwitchCase, caseSensitive: boolean): string[] => [
  ...new Set([name, ...synonyms].map((word) => asCompared(word, caseSensitive)).filter((word) => word !== "")),
];

export const asCompared = (text: string, caseSensitive: boolean): string =>
  caseSensitive ? text.normalize("NFC").replace(/\s+/g, " ").trim() : folded(text);

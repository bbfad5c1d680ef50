import { useState } from "react";
import { useDocumentState } from "../document/index.ts";

/**
 * A text being typed. While the field has the focus it shows what was typed, even where the stored value reads
 * differently ("1." is stored as 1); an undo or a text from elsewhere takes over at once.
 */
export function useDraft(stored: string): {
  text: string;
  type: (text: string) => void;
  blur: () => void;
} {
  const epoch = useDocumentState((state) => state.epoch);
  const [draft, setDraft] = useState<{ text: string; epoch: number } | null>(null);
  const valid = draft !== null && draft.epoch === epoch;
  return {
    text: valid ? draft.text : stored,
    type: (text) => setDraft({ text, epoch }),
    blur: () => setDraft(null),
  };
}

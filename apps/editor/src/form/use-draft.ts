import { useEffect, useEffectEvent, useState } from "react";
import { useDocumentState } from "../document/index.ts";

/**
 * A text being typed. While the field has the focus it shows what was typed, even where the stored value reads
 * differently ("1." is stored as 1); an undo or a text from elsewhere takes over at once.
 * `keep` stores what was typed if the field goes away before it is left: a press on the board closes it without a blur.
 */
export function useDraft(
  stored: string,
  keep?: (text: string) => void,
): {
  text: string;
  type: (text: string) => void;
  blur: () => void;
} {
  const epoch = useDocumentState((state) => state.epoch);
  const [draft, setDraft] = useState<{ text: string; epoch: number } | null>(null);
  const valid = draft !== null && draft.epoch === epoch;
  const text = valid ? draft.text : stored;
  const leave = useEffectEvent(() => {
    if (text !== stored) keep?.(text);
  });
  useEffect(() => () => leave(), []);
  return {
    text,
    type: (next) => setDraft({ text: next, epoch }),
    blur: () => setDraft(null),
  };
}

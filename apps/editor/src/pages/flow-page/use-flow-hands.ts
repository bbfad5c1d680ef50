import { useCallback } from "react";
import { useHands } from "../../canvas/index.ts";
import { useLayoutStore, type FlowHands } from "../../panels/index.ts";
import { toast } from "../../ui/index.ts";

/** What the page's commands work on, asked for when one is given. */
export function useFlowHands(flush: () => Promise<number>, tryIt: () => void): () => FlowHands {
  const hands = useHands();
  const layout = useLayoutStore();
  return useCallback(() => {
    const save = () =>
      void flush().then(
        () => toast("Saved"),
        (error: unknown) => toast.error(error instanceof Error ? error.message : "The draft could not be saved yet."),
      );
    return {
      ...hands(),
      layout,
      save,
      tryIt: () => {
        tryIt();
        // Who came by keys goes on by keys: to the phone, which is drawn by then.
        requestAnimationFrame(() => document.querySelector<HTMLElement>("aside[aria-label=Phone]")?.focus());
      },
    };
  }, [hands, layout, flush, tryIt]);
}

import { useMemo } from "react";
import { useEditor } from "../../document/index.ts";
import { shelfOf } from "../../payloads/index.ts";
import { openPhone, type Draft } from "../../phone/index.ts";

/** The draft on the board as the handset's first choice. */
export function useTry(
  flowId: string,
  flush: () => Promise<number>,
  keepAsTest: Draft["keepAsTest"],
): { current: () => Draft; open: () => void } {
  const { store } = useEditor();
  return useMemo(() => {
    const payloads = shelfOf(store);
    const current = (): Draft => ({
      flowId,
      flowName: store.getState().document.name,
      beforeTry: async () => {
        await flush();
      },
      payloads,
      keepAsTest,
    });
    return { current, open: () => openPhone({ draft: current() }) };
  }, [flowId, store, flush, keepAsTest]);
}

import type { FlowDocument } from "@cordboard/flow";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { ApiError } from "../../api/client.ts";
import { getFlow, saveDraft, type Flow } from "../../api/flows.ts";
import { useLive } from "../../api/live.ts";
import { merge, useEditor, type Conflict, type Side } from "../../document/index.ts";
import { toast } from "../../ui/index.ts";
import { createAutosave, type Autosave, type SaveAnswer, type SaveState } from "./autosave.ts";
import { createLocalCopies } from "./local-copy.ts";
import { useLocalCopy } from "./use-local-copy.ts";

/** What two sides changed, each in its own way; nothing is saved until somebody chose. */
export interface OpenConflict {
  conflicts: readonly Conflict[];
  base: FlowDocument;
  mine: FlowDocument;
  theirs: FlowDocument;
}

const ASK_AGAIN_MS = 4_000;

/** The open flow's autosave, and what to do when somebody else saved it too. */
export function useAutosave(flow: Flow): {
  autosave: Autosave;
  state: SaveState;
  conflict: OpenConflict | null;
  settle: (choose: (key: string) => Side) => Promise<void>;
} {
  const { store, flowId } = useEditor();
  const client = useQueryClient();
  const [autosave] = useState(() =>
    createAutosave({ revision: flow.draft.revision, saved: store.getState().document, save: (draft) => send(flowId, draft) }),
  );
  const [copies] = useState(createLocalCopies);
  const [conflict, setConflict] = useState<OpenConflict | null>(null);
  const state = useStore(autosave.store);

  useEffect(() => {
    const unsubscribe = store.subscribe((next, previous) => {
      if (next.document !== previous.document) autosave.changed(next.document);
    });
    const leave = (event: BeforeUnloadEvent) => {
      const { status } = autosave.store.getState();
      if (status === "saved") return;
      void autosave.flush().catch(() => undefined);
      event.preventDefault();
    };
    addEventListener("beforeunload", leave);
    return () => {
      unsubscribe();
      removeEventListener("beforeunload", leave);
      void autosave
        .flush()
        .catch(() => undefined)
        .finally(() => void client.invalidateQueries({ queryKey: ["flows"] }));
    };
  }, [store, autosave, client]);

  const together = useMemo(() => {
    /** Puts theirs and ours together; what both changed waits for `choose`. */
    const meet = async (choose?: (key: string) => Side): Promise<void> => {
      const { draft } = await getFlow(flowId);
      const base = autosave.store.getState().saved;
      const mine = store.getState().document;
      const { document, conflicts } = merge(base, mine, draft.document, choose);
      if (conflicts.length > 0 && !choose) return setConflict({ conflicts, base, mine, theirs: draft.document });
      setConflict(null);
      store.merge(document, { fresh: choose !== undefined });
      autosave.settle(draft.revision, draft.document);
      if (!choose) toast("Somebody else changed this flow too. Both their changes and yours are in it now.");
    };
    return meet;
  }, [autosave, flowId, store]);

  // The server may be away just then: a conflict is looked at until it could be.
  useEffect(() => {
    if (state.status !== "conflict") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => void together().catch(() => (timer = setTimeout(look, ASK_AGAIN_MS)));
    look();
    return () => clearTimeout(timer);
  }, [state.status, together]);

  const heard = async () => {
    const { status, revision } = autosave.store.getState();
    if (status !== "saved") return;
    const { draft } = await getFlow(flowId);
    if (draft.revision <= revision || autosave.store.getState().status !== "saved") return;
    store.merge(draft.document, { fresh: true });
    autosave.changed(draft.document);
    autosave.settle(draft.revision, draft.document);
    // Who watches somebody draw knows.
    if (!store.getState().readOnly) toast("This flow was changed elsewhere; you see the latest draft.");
  };
  useLive(
    `flow:${flowId}`,
    (message) => {
      if (message.type === "draft" && message.revision > autosave.store.getState().revision) void heard().catch(() => undefined);
    },
    () => void heard().catch(() => undefined),
  );
  useLocalCopy({ autosave, copies });
  return { autosave, state, conflict, settle: together };
}

async function send(flowId: string, draft: Parameters<typeof saveDraft>[1]): Promise<SaveAnswer> {
  try {
    const { revision } = await saveDraft(flowId, draft);
    return { ok: true, revision };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const kind =
      error.status === 409 ? "conflict" : error.status === 0 || error.status >= 500 || error.status === 429 ? "offline" : "refused";
    return { ok: false, kind, message: error.message };
  }
}

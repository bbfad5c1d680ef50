import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { ApiError } from "../../api/client.ts";
import { getFlow, saveDraft, type Flow } from "../../api/flows.ts";
import { useLive } from "../../api/live.ts";
import { useEditor } from "../../document/index.ts";
import { toast } from "../../ui/index.ts";
import { createAutosave, type Autosave, type SaveAnswer, type SaveState } from "./autosave.ts";

/** The open flow's autosave, and what to do when somebody else saved it too. */
export function useAutosave(flow: Flow): {
  autosave: Autosave;
  state: SaveState;
  keepMine: () => Promise<void>;
  loadTheirs: () => Promise<void>;
} {
  const { store, flowId } = useEditor();
  const client = useQueryClient();
  const [autosave] = useState(() =>
    createAutosave({ revision: flow.draft.revision, saved: store.getState().document, save: (draft) => send(flowId, draft) }),
  );
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

  const loadTheirs = async () => {
    const { draft } = await getFlow(flowId);
    store.load(draft.document);
    autosave.changed(draft.document);
    autosave.settle(draft.revision, draft.document);
  };
  const keepMine = async () => {
    const { draft } = await getFlow(flowId);
    autosave.settle(draft.revision, draft.document);
  };
  const heard = async () => {
    const { status, revision } = autosave.store.getState();
    if (status !== "saved") return;
    const { draft } = await getFlow(flowId);
    if (draft.revision <= revision || autosave.store.getState().status !== "saved") return;
    store.load(draft.document);
    autosave.changed(draft.document);
    autosave.settle(draft.revision, draft.document);
    toast("This flow was changed elsewhere; you see the latest draft.");
  };
  useLive(
    `flow:${flowId}`,
    (message) => {
      if (message.type === "draft" && message.revision > autosave.store.getState().revision) void heard().catch(() => undefined);
    },
    () => void heard().catch(() => undefined),
  );
  return { autosave, state, keepMine, loadTheirs };
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

import type { FlowDocument } from "@cordboard/flow";
import { createStore, type StoreApi } from "zustand/vanilla";

/**
 * Saves the draft a moment after the last change, one save at a time.
 *
 *   saved ──change──► dirty ──pause──► saving ──ok──► saved (or dirty again)
 *                       ▲                 ├──refused──► failed ──next change or retry──► saving
 *                       └──── retry ──────┼──offline──► failed, tried again by itself
 *                                         └──other revision──► conflict ──mine / theirs──► saved
 */
export type SaveStatus = "saved" | "dirty" | "saving" | "failed" | "conflict";

export interface SaveState {
  status: SaveStatus;
  /** Of the draft on the server that `saved` is. */
  revision: number;
  saved: FlowDocument;
  /** Why it failed, in words for the author. */
  problem: string | null;
}

export type SaveAnswer = { ok: true; revision: number } | { ok: false; kind: "conflict" | "offline" | "refused"; message: string };

export interface AutosaveOptions {
  revision: number;
  saved: FlowDocument;
  save: (draft: { revision: number; document: FlowDocument }) => Promise<SaveAnswer>;
  pauseMs?: number;
  retryMs?: number;
}

export interface Autosave {
  store: StoreApi<SaveState>;
  changed: (document: FlowDocument) => void;
  /** Saves what is there now. Answers the revision; throws when it could not be saved. */
  flush: () => Promise<number>;
  /** What comes next grew from this draft, which may be an older one. */
  resume: (revision: number, saved: FlowDocument) => void;
  /** The conflict is settled: what is on the server has this revision. Saves ours over it when it differs. */
  settle: (revision: number, saved: FlowDocument) => void;
  stop: () => void;
}

export function createAutosave({ revision, saved, save, pauseMs = 700, retryMs = 4_000 }: AutosaveOptions): Autosave {
  const store = createStore<SaveState>(() => ({ status: "saved", revision, saved, problem: null }));
  let latest = saved;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };
  const run = (): Promise<void> => {
    clearTimeout(timer);
    running ??= once().finally(() => {
      running = null;
      if (store.getState().status === "dirty") schedule(pauseMs);
    });
    return running;
  };
  const once = async (): Promise<void> => {
    const document = latest;
    if (document === store.getState().saved) return store.setState({ status: "saved", problem: null });
    store.setState({ status: "saving" });
    const answer = await save({ revision: store.getState().revision, document });
    if (answer.ok) {
      store.setState({ status: latest === document ? "saved" : "dirty", revision: answer.revision, saved: document, problem: null });
      return;
    }
    store.setState({ status: answer.kind === "conflict" ? "conflict" : "failed", problem: answer.message });
    if (answer.kind === "offline") schedule(retryMs);
  };
  return {
    store,
    changed: (document) => {
      latest = document;
      const { status, saved: known } = store.getState();
      if (status === "conflict") return;
      if (document === known && status !== "saving") {
        clearTimeout(timer);
        store.setState({ status: "saved", problem: null });
      } else if (status !== "saving") {
        store.setState({ status: "dirty" });
        schedule(pauseMs);
      }
    },
    flush: async () => {
      // A save under way may carry an older text; the second one carries the latest.
      for (let round = 0; round < 2 && (running || latest !== store.getState().saved); round++) await run();
      const { status, problem, revision: now } = store.getState();
      if (status !== "saved") throw new Error(problem ?? "The draft could not be saved yet. Try again in a moment.");
      return now;
    },
    resume: (now, document) => store.setState({ revision: now, saved: document }),
    settle: (now, document) => {
      store.setState({ status: latest === document ? "saved" : "dirty", revision: now, saved: document, problem: null });
      if (latest !== document) schedule(0);
    },
    stop: () => clearTimeout(timer),
  };
}

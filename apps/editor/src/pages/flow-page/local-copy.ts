import type { FlowDocument } from "@cordboard/flow";
import { createStore, del, entries, set, type UseStore } from "idb-keyval";

/** Work that the server doesn't have yet, kept in this browser until it has. */
export interface LocalCopy {
  flowId: string;
  /** The window that it was made in: two of them never overwrite each other's. */
  window: string;
  /** The draft that it grew from. */
  revision: number;
  base: FlowDocument;
  document: FlowDocument;
  /** ms since the epoch. */
  at: number;
}

export interface LocalCopies {
  keep: (copy: Omit<LocalCopy, "window" | "at">) => Promise<void>;
  /** What this window, or one that is closed, had not saved; oldest first. */
  left: (flowId: string) => Promise<LocalCopy[]>;
  /** This window's copy, or another's. The own one stays when its name is given: it has been written anew. */
  drop: (flowId: string, window?: string) => Promise<void>;
}

const WINDOW = "cordboard.window";
let shelf: UseStore | undefined;
const drafts = (): UseStore => (shelf ??= createStore("cordboard", "drafts"));

/** This window's own name; a reload keeps it. Held as a lock while the window is open, where the browser has locks. */
function ownWindow(): string {
  const known = sessionStorage.getItem(WINDOW);
  const name = known ?? crypto.getRandomValues(new Uint32Array(2)).join("");
  sessionStorage.setItem(WINDOW, name);
  return name;
}

const lockOf = (window: string): string => `cordboard.window ${window}`;
const locks = (): LockManager | undefined => ("locks" in navigator ? navigator.locks : undefined);

/** Copies in this browser's database. Without one (a private window) nothing is kept, and nothing fails. */
export function createLocalCopies(): LocalCopies {
  const window = ownWindow();
  void locks()?.request(lockOf(window), () => new Promise(() => undefined));
  const quietly = <T>(work: Promise<T>, otherwise: T): Promise<T> => work.catch(() => otherwise);
  return {
    keep: (copy) => quietly(set(`${copy.flowId} ${window}`, { ...copy, window, at: Date.now() }, drafts()), undefined),
    left: async (flowId) => {
      const held = new Set((await locks()?.query())?.held?.map(({ name }) => name));
      const all = await quietly(entries<string, LocalCopy>(drafts()), []);
      return all
        .map(([, copy]) => copy)
        .filter((copy) => copy.flowId === flowId && (copy.window === window || !held.has(lockOf(copy.window))))
        .toSorted((a, b) => a.at - b.at);
    },
    drop: (flowId, other) => (other === window ? Promise.resolve() : quietly(del(`${flowId} ${other ?? window}`, drafts()), undefined)),
  };
}

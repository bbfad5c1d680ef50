import type { RunChange } from "../run-store.ts";

/** Who is told of commits. */
export interface RunFeed {
  subscribe: (listener: (change: RunChange) => void) => () => void;
  /** Commits of this process. */
  committed: (changes: RunChange[]) => void;
  close: () => Promise<void>;
}

/** Within one process. */
export function createLocalFeed(): RunFeed {
  const listeners = new Set<(change: RunChange) => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    committed: (changes) => {
      // Whoever listens can't fail the commit that it is told of.
      for (const listener of listeners) for (const change of changes) queueMicrotask(() => listener(change));
    },
    close: async () => listeners.clear(),
  };
}

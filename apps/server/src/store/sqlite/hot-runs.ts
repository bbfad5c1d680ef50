import type { LoadedRun } from "../run-store.ts";

/** Some 10 KB each: what is asked for again within minutes, not all that wait. */
const KEPT = 10_000;

/**
 * Runs as they were last committed. This process is the only one that writes, so what stands here is what the database
 * holds; a run whose commit did not win, or did not end, is forgotten. States are never changed in place.
 */
export interface HotRuns {
  get: (runId: string) => LoadedRun | undefined;
  keep: (runId: string, run: LoadedRun) => void;
  forget: (runId: string) => void;
}

export function createHotRuns(): HotRuns {
  const runs = new Map<string, LoadedRun>();
  return {
    get: (runId) => runs.get(runId),
    keep: (runId, run) => {
      // The one that was committed longest ago goes.
      runs.delete(runId);
      if (runs.size >= KEPT) for (const oldest of runs.keys()) if (runs.delete(oldest)) break;
      runs.set(runId, run);
    },
    forget: (runId) => void runs.delete(runId),
  };
}

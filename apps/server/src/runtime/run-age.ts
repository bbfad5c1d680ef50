import { LIMITS } from "@cordboard/contract";
import type { RunStore } from "../store/run-store.ts";
import type { Host } from "./host.ts";
import type { Work, Written } from "./step-writer.ts";

const OLDEST_MS = LIMITS.runAgeDays * 86_400_000;
const EVERY_MS = 3_600_000;
const AT_ONCE = 100;

/**
 * Ends runs that are older than the limit. A step that is entered too late ends its run by itself; this is for runs that
 * wait on and on, or that nobody ever lets begin.
 */
export function createRunAgeLimit(options: {
  store: Pick<RunStore, "listRuns" | "now">;
  deliver: (work: Work) => Promise<Written>;
  host: Pick<Host, "every">;
  failed: (error: unknown) => void;
}): { sweep: () => Promise<number>; stop: () => void } {
  const { store, deliver, host, failed } = options;
  const sweep = async (): Promise<number> => {
    let ended = 0;
    const to = (await store.now()) - OLDEST_MS;
    for (;;) {
      const { items } = await store.listRuns({ status: "running", to, limit: AT_ONCE });
      const due = items.filter(({ ending }) => ending === null);
      for (const { id } of due) await deliver({ runId: id, event: { type: "stop", by: "Cordboard" }, endedAs: "run_too_old" });
      ended += due.length;
      if (items.length < AT_ONCE || due.length === 0) return ended;
    }
  };
  return { sweep, stop: host.every(EVERY_MS, () => void sweep().catch(failed)) };
}

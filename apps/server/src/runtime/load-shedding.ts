import type { Counter, Gauge } from "prom-client";
import type { Cancel, Host } from "./host.ts";

/*
 * Admission by load. More work than the process can do makes everything late, the calls that are under way first of all;
 * so while it is behind, new work is refused at the door and what was accepted stays fast:
 *
 *   keeping up ──(a CROWD of writes that wait, or the event loop stood still, longer than BEHIND_MS)──► behind: new starts are refused
 *       ▲                                                                                                  │
 *       └──────────────(neither longer than CALM_MS, for CALM_FOR_MS without a break)◄─────────────────────┘
 *
 * Without a crowd it is not load that makes us slow, and to refuse somebody would help nobody: a machine that sleeps or is busy
 * elsewhere still takes every call. A store that doesn't answer at all is no load either: callers are held then (carrier/hold.ts).
 * Only what would begin a run is ever refused (the answer URL of a new call, a text to a number, a start by API). Events of
 * runs always pass. Looking costs two comparisons: no I/O, no lock.
 */

/** Well above a slow disk's commit, well below what a caller notices: an answer on time takes 15 ms, at worst 100. */
const BEHIND_MS = 150;
/** Half of that and less, so that it doesn't flap. */
const CALM_MS = 50;
/** Writes under way at once. 300 new calls a second, each answered within 100 ms, are 30. */
const CROWD = 64;
const CALM_FOR_MS = 500;
const LOOK_EVERY_MS = 25;
/** Writes that ended within this time tell how long they take; the quickest of the last few, so no single slow one. */
const RECENT_MS = 100;
const MOST_RECENT = 16;
/** Without a write that succeeded for this long the store is away. */
const WORKING_MS = 1_000;

export type StartKind = "call" | "message" | "api";

export interface LoadShedding {
  /** Watches a write from its beginning to its end. */
  watch: <T>(write: Promise<T>) => Promise<T>;
  /** True: nothing new now. Counted. */
  refuses: (kind: StartKind) => boolean;
  stop: Cancel;
}

export function createLoadShedding(options: {
  host: Pick<Host, "now" | "after">;
  /** The longest time, in ms, that the event loop stood still since the last call. */
  loopDelayMs: () => number;
  metrics: { shed: Counter<"kind">; behind: Gauge };
  crowd?: number;
}): LoadShedding {
  const { host, loopDelayMs, metrics, crowd = CROWD } = options;
  /** When each write under way began, oldest first. */
  const writes = new Set<{ at: number }>();
  let succeededAt = host.now();
  /** Writes that succeeded. */
  let recent: { at: number; took: number }[] = [];
  let behind = false;
  let calmSince: number | null = null;
  let cancel: Cancel | null = null;

  /** How long writes take just now. One that is stuck alone, while others come through, says nothing of the load. */
  const waited = (now: number): number => {
    recent = recent.filter(({ at }) => now - at < RECENT_MS);
    const took = recent.length > 0 ? Math.min(...recent.map((write) => write.took)) : 0;
    const [oldest] = writes;
    const stalled = oldest && now - succeededAt < WORKING_MS ? now - Math.max(succeededAt, oldest.at) : 0;
    return Math.max(took, stalled);
  };
  const isCrowd = (): boolean => writes.size > crowd;
  const set = (next: boolean): void => {
    behind = next;
    calmSince = null;
    metrics.behind.set(next ? 1 : 0);
  };
  const look = (): void => {
    const now = host.now();
    const measured = Math.max(waited(now), loopDelayMs());
    const late = behind || isCrowd() ? measured : 0;
    if (late > BEHIND_MS) set(true);
    else if (behind && late > CALM_MS) calmSince = null;
    else if (behind && now - (calmSince ??= now) >= CALM_FOR_MS) set(false);
    // With nothing to do there is nothing to look at.
    cancel = behind || writes.size > 0 ? host.after(LOOK_EVERY_MS, look) : null;
  };

  return {
    watch: async (write) => {
      const entry = { at: host.now() };
      writes.add(entry);
      if (cancel === null) {
        // What held the process up while it had nothing to do says nothing about its load.
        loopDelayMs();
        cancel = host.after(LOOK_EVERY_MS, look);
      }
      try {
        const written = await write;
        succeededAt = host.now();
        recent.push({ at: succeededAt, took: succeededAt - entry.at });
        if (recent.length > MOST_RECENT) recent.shift();
        return written;
      } finally {
        writes.delete(entry);
      }
    },
    refuses: (kind) => {
      if (!behind && isCrowd() && waited(host.now()) > BEHIND_MS) set(true);
      if (behind) metrics.shed.inc({ kind });
      return behind;
    },
    stop: () => cancel?.(),
  };
}

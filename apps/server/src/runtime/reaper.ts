import { RUN_CODES, TIMING } from "@cordboard/contract";
import type { RunStore } from "../store/run-store.ts";
import type { Host } from "./host.ts";
import type { Work, Written } from "./step-writer.ts";

/** No call lasts longer than the carrier lets it; its hang-up may be this late. */
const OVERDUE_MS = (TIMING.callMaxSeconds + TIMING.legReaperSeconds) * 1000;
const EVERY_MS = 60_000;
const NONCE_MS = 48 * 3_600_000;
const INBOX_MS = 7 * 24 * 3_600_000;

/**
 * Ends legs that the carrier forgot. A run that is ending has a timer of its own for that; this is for runs that wait
 * for something else. Also forgets old nonces and stored replies.
 */
export function createReaper(options: {
  store: Pick<RunStore, "overdueLegs" | "now" | "sweep">;
  deliver: (work: Work) => Promise<Written>;
  failed: (error: unknown) => void;
  host: Pick<Host, "every">;
}): { reap: () => Promise<number>; stop: () => void } {
  const { store, deliver, failed, host } = options;

  const reap = async (): Promise<number> => {
    const now = await store.now();
    const overdue = await store.overdueLegs(now - OVERDUE_MS, 100);
    for (const { runId, leg } of overdue) {
      const hangup = { code: null, cause: RUN_CODES.hangup_not_reported, source: "Unknown" };
      const change = { status: "completed" as const, endedAt: new Date(now).toISOString(), hangup };
      await deliver({ runId, event: { type: "leg", callUuid: leg.callUuid, change, ended: true } });
    }
    return overdue.length;
  };
  const cancel = host.every(EVERY_MS, () => {
    reap().catch(failed);
    store.sweep({ nonceMs: NONCE_MS, inboxMs: INBOX_MS }).catch(failed);
  });
  return { reap, stop: cancel };
}

import { TIMING } from "@cordboard/contract";
import type { InboxRow, RunStore } from "../store/run-store.ts";
import type { Host } from "./host.ts";
import { HANGUP_XML } from "./step-writer.ts";

/*
 * A reply that is owed:
 *
 *   pending ──(a commit that has it, ≤ 1.5 s)──► the bytes
 *      └─────(1.5 s are over)──► the run is told to hold ──► the bytes of the hold loop
 *
 * Repeats of the same request wait here too and get the same bytes, on whichever replica they arrive: the stored row has
 * the last word. A commit of this process is heard of at once; one of another replica is found by looking.
 */
export interface Replies {
  /** To be called after each commit. */
  filled: (replies: { callUuid: string; body: string }[]) => void;
  /** The bytes of an owed reply. */
  wait: (row: Pick<InboxRow, "key" | "runId" | "callUuid" | "at">) => Promise<string>;
}

/** How often a waiting request looks for what another replica has committed. */
const LOOK_MS = 100;

export function createReplies(
  store: Pick<RunStore, "now" | "inboxRow" | "setReply" | "byLeg">,
  hold: (row: { key: string; runId: string; callUuid: string }) => Promise<void>,
  host: Host,
): Replies {
  const waiting = new Map<string, Set<() => void>>();

  /** Resolves with the next commit here that has bytes for the leg, or after `ms`. */
  const news = (callUuid: string, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const all = waiting.get(callUuid) ?? new Set();
      const done = (): void => {
        cancel();
        all.delete(done);
        if (all.size === 0 && waiting.get(callUuid) === all) waiting.delete(callUuid);
        resolve();
      };
      const cancel = host.after(ms, done);
      waiting.set(callUuid, all.add(done));
    });

  return {
    filled: (replies) => {
      for (const { callUuid } of replies) for (const done of waiting.get(callUuid) ?? []) done();
    },
    wait: async ({ key, runId, callUuid, at }) => {
      const stored = async (): Promise<string | null> => (await store.inboxRow(key))?.reply ?? null;
      if (callUuid === null) return (await stored()) ?? "";
      const began = host.now();
      const left = Math.min(TIMING.replyWithinMs, at + TIMING.replyWithinMs - (await store.now()));
      for (;;) {
        // Listen first, then look: a commit between the two is not missed.
        const waitMs = left - (host.now() - began);
        const next = news(callUuid, Math.max(0, Math.min(LOOK_MS, waitMs)));
        const known = await stored();
        if (known !== null) return known;
        if (waitMs <= 0) break;
        await next;
      }
      await hold({ key, runId, callUuid });
      const last = (await stored()) ?? (await store.byLeg(callUuid))?.lastReply ?? HANGUP_XML;
      return (await store.setReply(key, last)) ?? last;
    },
  };
}

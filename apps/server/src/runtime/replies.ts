import { TIMING } from "@cordboard/contract";
import type { InboxRow, RunStore } from "../store/run-store.ts";
import { HANGUP_XML } from "./step-writer.ts";

/*
 * A reply that is owed:
 *
 *   pending ──(a commit that has it, ≤ 1.5 s)──► the bytes
 *      └─────(1.5 s are over)──► the run is told to hold ──► the bytes of the hold loop
 *
 * Repeats of the same request wait here too and get the same bytes, on whichever replica they arrive.
 */
export interface Replies {
  /** To be called after each commit. */
  filled: (replies: { callUuid: string; body: string }[]) => void;
  /** The bytes of an owed reply. */
  wait: (row: Pick<InboxRow, "key" | "runId" | "callUuid" | "at">) => Promise<string>;
}

export function createReplies(
  store: Pick<RunStore, "now" | "inboxRow" | "setReply" | "byLeg">,
  hold: (row: { key: string; runId: string; callUuid: string }) => Promise<void>,
): Replies {
  const waiting = new Map<string, Set<(body: string) => void>>();

  const arrival = (callUuid: string): { body: Promise<string>; leave: () => void } => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const all = waiting.get(callUuid) ?? new Set();
    waiting.set(callUuid, all.add(resolve));
    const leave = (): void => {
      all.delete(resolve);
      if (all.size === 0 && waiting.get(callUuid) === all) waiting.delete(callUuid);
    };
    return { body: promise, leave };
  };

  return {
    filled: (replies) => {
      for (const { callUuid, body } of replies) for (const resolve of waiting.get(callUuid) ?? []) resolve(body);
    },
    wait: async ({ key, runId, callUuid, at }) => {
      if (callUuid === null) return (await store.inboxRow(key))?.reply ?? "";
      // Listen first, then look: a commit between the two is not missed.
      const { body, leave } = arrival(callUuid);
      try {
        const known = (await store.inboxRow(key))?.reply;
        if (known !== null && known !== undefined) return known;
        const early = await Promise.race([body, sleep(at + TIMING.replyWithinMs - (await store.now()))]);
        if (early !== undefined) return early;
        await hold({ key, runId, callUuid });
        const held = (await store.inboxRow(key))?.reply;
        if (held !== null && held !== undefined) return held;
        const last = (await store.byLeg(callUuid))?.lastReply ?? HANGUP_XML;
        return (await store.setReply(key, last)) ?? last;
      } finally {
        leave();
      }
    },
  };
}

const sleep = (ms: number): Promise<undefined> => new Promise((done) => setTimeout(() => done(undefined), Math.max(0, ms)));

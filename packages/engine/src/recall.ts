import type { Thread } from "@cordboard/contract";
import { threadsOf } from "./threads.ts";
import type { Turn } from "./turn.ts";
import { setBarrier } from "./wait.ts";

/*
 * A branch is stopped while another run has its call (handover.ts):
 *
 *   lent ─► that run is told to stop and to give it back; recalled ─┬─ back, over, or never taken ─► the path goes on with it
 *                                                                   └─ a minute without any word ─► the path goes on without
 *
 * The path waits for it before its next step: that one and all behind it may count on the call.
 */

/** A run that is to stop says so at once. */
const BACK_WITHIN_SECONDS = 60;

/** True: the path at work waits for its call before it enters the node. */
export function waitForCall(turn: Turn, nodeId: string): boolean {
  if (!isRecalled(turn, turn.thread)) return false;
  setBarrier(turn, nodeId, { for: "world", what: "call_back", deadlineSeconds: BACK_WITHIN_SECONDS });
  return true;
}

/** Paths that waited for a call which they have now, or which will not come. */
export const noLongerWaiting = (turn: Turn): Thread[] =>
  threadsOf(turn.run).filter((thread) => waitsForCall(thread) && !isRecalled(turn, thread));

/** The time of the path at work is over. The call is its own all the same, should it come after all. */
export function giveUpCall({ run, thread }: Turn): void {
  for (const [callUuid, entry] of Object.entries(run.lent ?? {}))
    if (entry.thread === thread.id) run.lent = { ...run.lent, [callUuid]: { ...entry, recalled: false } };
}

export const waitsForCall = ({ wait }: Thread): boolean => wait?.barrier === true && wait.for === "world";

const isRecalled = ({ run }: Turn, { id }: Thread): boolean =>
  Object.values(run.lent ?? {}).some(({ thread, recalled }) => thread === id && recalled === true);

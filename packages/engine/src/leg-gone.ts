import type { Leg } from "@cordboard/contract";
import { endPath } from "./ending.ts";
import { passOn } from "./handover.ts";
import { hungUpBy } from "./legs.ts";
import { hangupNews, legNews } from "./news.ts";
import { follow, resume } from "./resume.ts";
import { threadOfLeg } from "./threads.ts";
import type { Turn } from "./turn.ts";
import { clearWait } from "./wait.ts";

/**
 * A leg has ended. The waiting step is told first, if it was talking to this leg. Calls that it was forwarded to end with
 * it, and say so themselves: how long they lasted is known only then (a lost report is the reaper's).
 */
export function legGone(turn: Turn, leg: Leg): void {
  const { run } = turn;
  if (leg.role === "forwarded") return legNews(turn, leg, "ended");
  hangupNews(turn, leg);
  if (run.lent?.[leg.callUuid]) return otherRuns(turn, leg);
  const thread = threadOfLeg(run, leg.callUuid);
  if (!thread) return;
  turn.thread = thread;
  const by = hungUpBy(leg);
  if (by !== "us") run.hangup ??= { by };
  if (run.ending || !thread.wait) return;
  if (thread.wait.barrier) {
    clearWait(turn);
    return follow(turn, endPath(turn, "hung_up"));
  }
  resume(turn, { type: "hangup", by, leg: { ...leg } });
}

/** A call that another run has, or is about to take: that one is told, unless it has told us. */
function otherRuns(turn: Turn, leg: Leg): void {
  const by = hungUpBy(leg);
  if (!turn.passedOn) passOn(turn, leg);
  else if (by !== "us") turn.run.hangup ??= { by };
}

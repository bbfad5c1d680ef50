import { type Reply, TIMING, type Verb } from "@cordboard/contract";
import { type Turn, newToken } from "./turn.ts";

/**
 * The answer owed to the leg whose request is open: this event's, or an earlier one that had to wait.
 * A document ends in the wait's verb followed by a Redirect for silence, in the Redirect of the hold loop, or in a Hangup:
 * the carrier hangs up at the end of a document (plivo-platform 1.1), and nobody must hear that by accident.
 */
export function replyTo(turn: Turn): Reply {
  const { run, thread } = turn;
  const asking = turn.asking ?? run.openReply;
  if (asking === null) return { kind: "none" };
  const voice = (verbs: Verb[]): Reply => {
    if (run.openReply === asking) run.openReply = null;
    return { kind: "voice", callUuid: asking, verbs };
  };
  const over = run.ending !== null || run.status !== "running";

  if (asking !== thread.leg) {
    const held = !over && run.former.includes(asking);
    return voice(held ? hold(turn, asking, []) : [{ element: "Hangup" }]);
  }
  const { wait } = thread;
  if (over || !wait) return voice(endWithHangup(take(turn)));
  if (thread.ready) {
    thread.ready = false;
    return voice([...take(turn), { element: "Redirect", body: turn.deps.urls.step(wait.token, "redirect") }]);
  }
  if (thread.pendingVerbs.length > 0) return voice([...take(turn), redirectToHold(turn, asking)]);
  if (!turn.hold) {
    run.openReply = asking;
    return { kind: "pending", callUuid: asking };
  }
  return voice(hold(turn, asking, wait.holdVerbs));
}

/** One turn of the hold loop; its token is fresh, so the next turn is not taken for a repeated request. */
function hold(turn: Turn, callUuid: string, holdVerbs: Verb[]): Verb[] {
  const verbs: Verb[] =
    holdVerbs.length > 0 ? structuredClone(holdVerbs) : [{ element: "Wait", attributes: { length: TIMING.holdSeconds } }];
  return [...verbs, redirectToHold(turn, callUuid)];
}

function redirectToHold(turn: Turn, callUuid: string): Verb {
  const token = newToken(turn);
  turn.run.holds[callUuid] = token;
  return { element: "Redirect", body: turn.deps.urls.step(token, "redirect") };
}

function endWithHangup(verbs: Verb[]): Verb[] {
  return verbs.at(-1)?.element === "Hangup" ? verbs : [...verbs, { element: "Hangup" }];
}

function take(turn: Turn): Verb[] {
  const verbs = turn.thread.pendingVerbs;
  turn.thread.pendingVerbs = [];
  return verbs;
}

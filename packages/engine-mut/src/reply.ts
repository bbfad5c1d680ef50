import { type Reply, type StoredWait, TIMING, type Verb } from "@cordboard/contract";
import { answersCall } from "./hearing.ts";
import { answerLeg, currentLeg, isLive, legOf } from "./legs.ts";
import { isOver, type Turn, newToken } from "./turn.ts";

/**
 * The answer owed to the leg whose request is open: this event's, or an earlier one that had to wait.
 * A document ends in the wait's verb followed by a Redirect for silence, in the Redirect of the hold loop, or in a Hangup:
 * the carrier hangs up at the end of a document (plivo-platform 1.1), and nobody must hear that by accident.
 */
export function replyTo(turn: Turn): Reply {
  const { run, thread } = turn;
  const asking = turn.asking ?? run.openReply;
  if (asking === null) return unasked(turn);
  const leg = legOf(turn, asking);
  if (leg && !isLive(leg)) return voice(turn, asking, [HANGUP]);
  if (asking !== thread.leg) {
    const held = !isOver(run) && run.former.includes(asking);
    return held ? voice(turn, asking, silence(), "hold") : voice(turn, asking, [HANGUP]);
  }
  const { wait } = thread;
  if (isOver(run) || !wait) return lastWords(turn, asking);
  if (thread.ready) return question(turn, asking, wait);
  if (thread.pendingVerbs.length > 0) return voice(turn, asking, take(turn), "hold");
  if (!turn.hold) {
    run.openReply = asking;
    return { kind: "pending", callUuid: asking };
  }
  return voice(turn, asking, wait.holdVerbs.length > 0 ? structuredClone(wait.holdVerbs) : silence(), "hold");
}

/**
 * Nobody asks, but there is something new to hear, and the call is still in a document whose URLs are over: what it hears
 * next is kept as its last answer, which it gets when it comes back. A call in the hold loop comes back by itself.
 */
function unasked(turn: Turn): Reply {
  const { run, thread } = turn;
  const leg = currentLeg(turn)?.callUuid;
  if (leg === undefined || run.holds[leg] !== undefined) return { kind: "none" };
  if (isOver(run)) return turn.wasOver ? { kind: "none" } : lastWords(turn, leg);
  if (thread.ready && thread.wait) return question(turn, leg, thread.wait);
  return thread.pendingVerbs.length > 0 ? voice(turn, leg, take(turn), "hold") : { kind: "none" };
}

const HANGUP: Verb = { element: "Hangup" };
const silence = (): Verb[] => [{ element: "Wait", attributes: { length: TIMING.holdSeconds } }];

function lastWords(turn: Turn, callUuid: string): Reply {
  const verbs = take(turn);
  const ends = verbs.at(-1)?.element === "Hangup" && !isScheduled(verbs.at(-1));
  return voice(turn, callUuid, ends ? verbs : [...verbs, HANGUP]);
}

/** `<Hangup schedule>` only sets the time of the end; the document goes on. */
const isScheduled = (verb: Verb | undefined): boolean => verb?.element === "Hangup" && verb.attributes?.schedule !== undefined;

function question(turn: Turn, callUuid: string, wait: StoredWait): Reply {
  turn.thread.ready = false;
  return voice(turn, callUuid, [...take(turn), { element: "Redirect", body: turn.deps.urls.step(wait.token, "redirect") }]);
}

/** Hands the document over. `hold`: it ends in one turn of the hold loop, under a token that no request has used. */
function voice(turn: Turn, callUuid: string, verbs: Verb[], then: "end" | "hold" = "end"): Reply {
  const { run } = turn;
  const leg = legOf(turn, callUuid);
  const asked = callUuid === turn.asking || callUuid === run.openReply;
  if (asked && isLive(leg) && answersCall(verbs)) answerLeg(turn, leg);
  if (run.openReply === callUuid) run.openReply = null;
  delete run.holds[callUuid];
  if (then === "end") return { kind: "voice", callUuid, verbs };
  const token = newToken(turn);
  run.holds[callUuid] = token;
  return { kind: "voice", callUuid, verbs: [...verbs, { element: "Redirect", body: turn.deps.urls.step(token, "redirect") }] };
}

function take(turn: Turn): Verb[] {
  const verbs = turn.thread.pendingVerbs;
  turn.thread.pendingVerbs = [];
  return verbs;
}

import { type Reply, type StoredWait, type Thread, TIMING, type Verb } from "@cordboard/contract";
import { fetchSoon } from "./fetch-soon.ts";
import { hideVerbs } from "./hiding.ts";
import { answersCall } from "./hearing.ts";
import { answerLeg, isLive, legOf } from "./legs.ts";
import { threadOfLeg, threadsOf } from "./threads.ts";
import { isOver, type Turn, newToken } from "./turn.ts";

/**
 * The answer owed to the leg whose request is open: this event's, or an earlier one that had to wait.
 * A document ends in the wait's verb followed by a Redirect for silence, in the Redirect of the hold loop, or in a Hangup:
 * the carrier hangs up at the end of a document (plivo-platform 1.1), and nobody must hear that by accident.
 */
export function replyTo(turn: Turn): Reply {
  const { run } = turn;
  const asking = turn.asking ?? run.openReply;
  if (asking === null) return unasked(turn);
  const leg = legOf(turn, asking);
  if (leg && !isLive(leg)) return voice(turn, asking, [HANGUP]);
  const thread = threadOfLeg(run, asking);
  // Another run is about to take it: its first word is the answer, or the hold loop until then.
  if (leg && run.lent?.[asking]) return turn.hold ? voice(turn, asking, silence(), "hold") : owed(turn, asking);
  if (!thread) {
    const held = !isOver(run) && run.former.includes(asking);
    return held ? voice(turn, asking, silence(), "hold") : voice(turn, asking, ended(turn.orphans.get(asking) ?? []));
  }
  const { wait } = thread;
  if (isOver(run) || !wait) return lastWords(turn, thread, asking);
  if (thread.ready) return question(turn, thread, asking, wait);
  if (thread.pendingVerbs.length > 0) return voice(turn, asking, take(thread), "hold");
  // One call at a time is kept waiting for its answer; another one is put into the hold loop at once.
  if (!turn.hold && (run.openReply ?? asking) === asking) return owed(turn, asking);
  return voice(turn, asking, wait.holdVerbs.length > 0 ? structuredClone(wait.holdVerbs) : silence(), "hold");
}

/**
 * Nobody asks, but there is something new to hear, and the call is still in a document whose URLs are over: what it hears
 * next is kept as its last answer, which it gets when it comes back. A call in the hold loop comes back by itself.
 */
function unasked(turn: Turn): Reply {
  const { run } = turn;
  for (const thread of threadsOf(run)) {
    const leg = legOf(turn, thread.leg);
    if (!isLive(leg) || run.holds[leg.callUuid] !== undefined || run.lent?.[leg.callUuid]) continue;
    const { callUuid } = leg;
    if (isOver(run)) return turn.wasOver ? { kind: "none" } : lastWords(turn, thread, callUuid);
    const moved = turn.moved.has(callUuid);
    if (moved) fetchSoon(turn, callUuid, thread.state);
    if (thread.ready && thread.wait) return question(turn, thread, callUuid, thread.wait);
    if (thread.pendingVerbs.length > 0) return voice(turn, callUuid, take(thread), "hold");
    if (moved) return voice(turn, callUuid, silence(), "hold");
  }
  return { kind: "none" };
}

function owed(turn: Turn, callUuid: string): Reply {
  turn.run.openReply = callUuid;
  return { kind: "pending", callUuid };
}

const HANGUP: Verb = { element: "Hangup" };
const silence = (): Verb[] => [{ element: "Wait", attributes: { length: TIMING.holdSeconds } }];

function lastWords(turn: Turn, thread: Thread, callUuid: string): Reply {
  return voice(turn, callUuid, ended(take(thread)));
}

function ended(verbs: Verb[]): Verb[] {
  const ends = verbs.at(-1)?.element === "Hangup" && !isScheduled(verbs.at(-1));
  return ends ? verbs : [...verbs, HANGUP];
}

/** `<Hangup schedule>` only sets the time of the end; the document goes on. */
const isScheduled = (verb: Verb | undefined): boolean => verb?.element === "Hangup" && verb.attributes?.schedule !== undefined;

function question(turn: Turn, thread: Thread, callUuid: string, wait: StoredWait): Reply {
  thread.ready = false;
  return voice(turn, callUuid, [...take(thread), { element: "Redirect", body: turn.deps.urls.step(wait.token, "redirect") }]);
}

/** Hands the document over. `hold`: it ends in one turn of the hold loop, under a token that no request has used. */
function voice(turn: Turn, callUuid: string, verbs: Verb[], then: "end" | "hold" = "end"): Reply {
  const { run } = turn;
  hideVerbs(turn, verbs);
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

function take(thread: Thread): Verb[] {
  const verbs = thread.pendingVerbs;
  thread.pendingVerbs = [];
  return verbs;
}

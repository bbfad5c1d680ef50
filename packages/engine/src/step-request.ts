import type { Leg, RunEvent, StepEvent } from "@cordboard/contract";
import { afterwards } from "./afterwards.ts";
import { answerLeg, changeLeg, endLeg, isLive, legOf, statusAtEnd, upsertLeg } from "./legs.ts";
import { heard, late, legNews } from "./news.ts";
import { passBarrier, resume } from "./resume.ts";
import { threadThat } from "./threads.ts";
import type { Turn } from "./turn.ts";

/**
 * A request of the carrier to a step's URL. One that no longer fits is left to what the call heard last (the caller of
 * `advance` keeps that answer); a call that should hear something else by now has had it put there (see reply.ts).
 */
export function stepRequest(turn: Turn, request: RunEvent & { type: "step" }): void {
  const { run } = turn;
  const { callUuid, token } = request;
  const event = request.event ?? { type: "silence" };
  const asks = request.request !== "callback";
  const leg = legOf(turn, callUuid);
  // An element that has a result has answered the call.
  if (isLive(leg) && request.request === "action") answerLeg(turn, leg);
  if (event.type === "dial_leg") noteForwardedLeg(turn, event);
  if (event.type === "recording") noteRecording(turn, event.id);

  if (asks && isLive(leg) && run.holds[callUuid] === token) {
    delete run.holds[callUuid];
    turn.asking = callUuid;
    return;
  }
  if (asks && isLive(leg) && run.lent?.[callUuid]) {
    turn.asking = callUuid;
    return late(turn, event);
  }
  const thread = threadThat(run, (wait) => wait.token === token);
  const wait = thread?.wait;
  const fits = wait && (!asks || callUuid === thread.leg) && (asks || !wait.barrier);
  if (!fits) return asks ? late(turn, event) : lateNews(turn, token, event);
  turn.thread = thread;
  if (asks) turn.asking = callUuid;
  if (!wait.barrier) return resume(turn, event);
  run.entriesSinceWait = 0;
  passBarrier(turn);
}

/** The step has left. Its node may still want to know, as of a recording whose file comes after the call. */
function lateNews(turn: Turn, token: string, event: StepEvent): void {
  const nodeId = turn.run.overWaits?.find((over) => over.token === token)?.nodeId;
  if (nodeId !== undefined && afterwards(turn, nodeId, event)) heard(turn, event);
  else late(turn, event);
}

/** A B-leg's life is told by the Dial's callbacks, which may come after the step has left. */
function noteForwardedLeg(turn: Turn, event: StepEvent & { type: "dial_leg" }): void {
  if (!event.bLegUuid || event.action === "digits") return;
  const ended = event.action === "hangup";
  const known = legOf(turn, event.bLegUuid);
  // A run that is over takes no new leg whose end it would have to wait for.
  if (!known && turn.run.status !== "running") return;
  const leg: Leg = {
    callUuid: event.bLegUuid,
    role: "forwarded",
    from: event.from,
    to: event.to,
    status: ended ? "ringing" : "in-progress",
    startedAt: turn.now,
    answeredAt: ended ? null : turn.now,
    endedAt: null,
    hangup: null,
  };
  const wasLive = known === null || isLive(known);
  const wasAnswered = known !== null && known.answeredAt !== null;
  const kept = upsertLeg(turn, leg);
  if (ended) {
    changeLeg(turn, kept, { hangup: event.hangup, ...(event.durationSeconds !== null && { durationSeconds: event.durationSeconds }) });
    endLeg(turn, kept, { status: statusAtEnd(kept) });
  }
  if (wasLive && ended) legNews(turn, kept, "ended");
  if (wasLive && !ended && !wasAnswered) legNews(turn, kept, "answered");
}

function noteRecording(turn: Turn, id: string): void {
  if (id && !turn.run.recordings.includes(id)) turn.run.recordings.push(id);
}

import { LIMITS, type Reason, type RunCode, RUN_CODES, type RunStatus, TIMING } from "@cordboard/contract";
import { handlerEvent } from "./compile.ts";
import { currentLeg, endLeg, isLive } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { type Turn, cancelTimer, journalRun, setTimer } from "./turn.ts";
import { wipeVault } from "./vault.ts";
import { abandonStep } from "./wait.ts";

/*
 * How a run ends:
 *
 *   path over ──► on_hangup (once, when the other side hung up) ──► ending ──► every leg ended ──► completed | failed | stopped
 *                                                                     └─ 60 s without the hang-up ─► the reaper ends the leg
 */

/** The node a wired flow-wide handler leads to, or null. */
export function followHandler(turn: Turn, handler: "on_error" | "on_hangup"): string | null {
  return nextState(turn.flow, turn.thread.state, handlerEvent(handler));
}

/**
 * The path is over. Answers the node of `on_hangup` when that is still to run, else begins the end of the run and answers null.
 * `ours`: we hang up ourselves, so `on_hangup` doesn't run.
 */
export function endPath(turn: Turn, code: RunCode | null, options: { ours?: boolean } = {}): string | null {
  const { run } = turn;
  if (run.hangup && !options.ours && !run.onHangupDone) {
    run.onHangupDone = true;
    const handler = followHandler(turn, "on_hangup");
    if (handler !== null) return handler;
  }
  if (code === "no_start_cord" && currentLeg(turn))
    turn.thread.pendingVerbs.push({ element: "Hangup", attributes: { reason: "rejected" } });
  else if (code === "exit_has_no_cord" && currentLeg(turn)) sayGoodbye(turn);
  beginEnding(turn, "completed", code && { code, message: RUN_CODES[code] });
  return null;
}

/** Ends the run as failed at once; a live call is hung up. */
export function failRun(turn: Turn, reason: Reason): null {
  beginEnding(turn, "failed", reason);
  return null;
}

function sayGoodbye(turn: Turn): void {
  const { entry } = turn.flow;
  const { goodbye } = runtimeOf(entry, turn);
  const config = fillIn(turn, entry);
  if (goodbye && config.ok) turn.thread.pendingVerbs.push(...goodbye(config.value, stepContext(turn, entry, turn.deps.newId())));
}

export function beginEnding(turn: Turn, status: RunStatus, reason: Reason | null): void {
  const { run, thread } = turn;
  if (run.ending || run.status !== "running") return;
  abandonStep(turn);
  thread.state = nextState(turn.flow, thread.state, "end") ?? thread.state;
  run.ending = { status, reason };
}

/** Called at the end of each turn: hangs up what is left of an ending run and closes it when every leg has ended. */
export function settle(turn: Turn): void {
  const { run } = turn;
  limitContext(turn);
  if (!run.ending || run.status !== "running") return;
  cancelOpenCalls(turn);
  const live = run.legs.filter(isLive);
  if (live.length === 0) {
    run.status = run.ending.status;
    run.reason = run.ending.reason;
    run.endedAt = turn.at;
    wipeVault(run);
    if (run.reaperTimer) cancelTimer(turn, run.reaperTimer);
    run.reaperTimer = null;
    journalRun(turn);
    return;
  }
  if (run.reaperTimer) return;
  run.reaperTimer = setTimer(turn, turn.at + TIMING.legReaperSeconds * 1000);
  for (const leg of live) {
    // A leg that is about to get its last document hears it to the end; forwarded legs end with the leg that dialled them.
    const hearsTheEnd =
      leg.callUuid === (turn.asking ?? run.openReply) || (leg.callUuid === turn.thread.leg && turn.thread.pendingVerbs.length > 0);
    if (!hearsTheEnd && leg.role !== "forwarded") addEffect(turn, { id: turn.deps.newId(), kind: "hangup_call", callUuid: leg.callUuid });
  }
}

function cancelOpenCalls(turn: Turn): void {
  for (const [id, effect] of Object.entries(turn.run.effects)) {
    if (effect.kind !== "place_call" || !effect.open) continue;
    effect.open = false;
    if (!turn.run.legs.some((l) => l.effectId === id)) addEffect(turn, { id: turn.deps.newId(), kind: "cancel_call", effectId: id });
  }
}

function addEffect(
  turn: Turn,
  effect: { id: string; kind: "hangup_call"; callUuid: string } | { id: string; kind: "cancel_call"; effectId: string },
): void {
  turn.effects.push({ effect, token: turn.deps.newId(), nodeId: turn.thread.state, step: turn.run.steps });
}

/** The hang-up was never reported: the run ends all the same, and says so. */
export function reap(turn: Turn): void {
  for (const leg of turn.run.legs.filter(isLive)) {
    endLeg(turn, leg, { hangup: { code: null, cause: "hangup_not_reported", source: "Unknown" } });
  }
  const { ending } = turn.run;
  if (ending && !ending.reason) ending.reason = { code: "hangup_not_reported", message: RUN_CODES.hangup_not_reported };
}

function limitContext(turn: Turn): void {
  const { run } = turn;
  if (run.ending || run.status !== "running" || turn.steps.size === 0) return;
  if (JSON.stringify(run.variables).length > LIMITS.runContextBytes)
    failRun(turn, { code: "context_too_large", message: RUN_CODES.context_too_large });
}

import {
  type JsonObject,
  type Leg,
  LIMITS,
  type Reason,
  type RunCode,
  RUN_CODES,
  type RunState,
  type RunStatus,
  TIMING,
} from "@cordboard/contract";
import { addOwnEffect, closeEffect } from "./effects.ts";
import { followHandler } from "./handlers.ts";
import { secondsToHear } from "./hearing.ts";
import { giveBack, report, stopAwaited } from "./handover.ts";
import { currentLeg, endLeg, isLive, legOf, statusAtEnd } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { reaperNews } from "./news.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { endAside, endBranch, threadOfLeg, threadsOf } from "./threads.ts";
import { type Turn, cancelTimer, isOver, journalRun, setTimer } from "./turn.ts";
import { abandonStep } from "./wait.ts";

/*
 * How a run ends:
 *
 *   path over ──► on_hangup (once, when the other side hung up) ──► ending ──► every leg ended ──► completed | failed | stopped
 *                                                                     └─ 60 s after the last words without the hang-up ─►
 *                                                                        the reaper hangs up and counts the leg as ended
 */

/**
 * The node that `on_error` leads to after a failure of `nodeId`, or null. A node that fails again before anything but
 * results of effects has come from outside isn't handed over again: a handler that fails itself must not go round for ever.
 */
export function followOnError(turn: Turn, nodeId: string): string | null {
  const { run } = turn;
  const before = run.failedNodes ?? [];
  if (before.includes(nodeId)) return null;
  const handler = followHandler(turn, "on_error");
  if (handler !== null) run.failedNodes = [...before, nodeId];
  return handler;
}

interface PathEnd {
  /** We hang up ourselves, so `on_hangup` doesn't run. */
  ours?: boolean;
  result?: string;
  outputs?: JsonObject;
}

/**
 * The path is over. Answers the node of `on_hangup` when that is still to run, else begins the end of the run and answers null.
 * The end of a branch is told to the step it runs beside.
 */
export function endPath(turn: Turn, code: RunCode | null, options: PathEnd = {}): string | null {
  const { run, thread } = turn;
  const { result, outputs } = options;
  if (thread.branch) {
    const reason = code === "exit_has_no_cord" ? null : code;
    endBranch(turn, { reason, ...(result !== undefined && { result }), ...(outputs && { outputs }) });
    return null;
  }
  if (thread.aside && code !== null) return endAside(turn);
  if (outputs) run.outputs = { ...run.outputs, ...outputs };
  if (result !== undefined) run.result = result;
  // The end that a path beside asks for is the end of the run; what it was beside never goes on to `on_hangup`.
  if (run.hangup && !options.ours && !run.onHangupDone && !thread.aside) {
    run.onHangupDone = true;
    const handler = followHandler(turn, "on_hangup");
    if (handler !== null) return handler;
  }
  if (code === "no_start_cord" && currentLeg(turn))
    turn.thread.pendingVerbs.push({ element: "Hangup", attributes: { reason: "rejected" } });
  else if (code === "exit_has_no_cord" && !goesBack(run)) sayGoodbye(turn);
  beginEnding(turn, "completed", code && { code, message: RUN_CODES[code] }, options.ours);
  return null;
}

/** Ends the run as failed at once; a live call hears the flow's goodbye and is hung up. */
export function failRun(turn: Turn, reason: Reason): null {
  if (isOver(turn.run)) return null;
  abandonStep(turn, reason);
  // Whatever runs beside is stopped, and the call comes back to the main path.
  turn.thread = turn.run.threads.main;
  abandonStep(turn);
  try {
    if (!goesBack(turn.run)) sayGoodbye(turn);
  } catch (error) {
    turn.deps.onFault?.(error, turn.flow.entry.node.id);
  }
  beginEnding(turn, "failed", reason);
  return null;
}

/** The run that waits for this one goes on with the call. */
const goesBack = ({ trigger }: RunState): boolean => trigger.kind === "flow" && trigger.by.waits;

function sayGoodbye(turn: Turn): void {
  if (!currentLeg(turn)) return;
  const { entry } = turn.flow;
  const { goodbye } = runtimeOf(entry, turn);
  const config = fillIn(turn, entry);
  if (goodbye && config.ok) turn.thread.pendingVerbs.push(...goodbye(config.value, stepContext(turn, entry, turn.deps.newId())));
}

function beginEnding(turn: Turn, status: RunStatus, reason: Reason | null, hangUp = false): void {
  const { run } = turn;
  if (isOver(run)) return;
  for (const aside of threadsOf(run).filter((thread) => thread.aside)) {
    turn.thread = aside;
    abandonStep(turn);
    endAside(turn);
  }
  const thread = run.threads.main;
  turn.thread = thread;
  abandonStep(turn);
  thread.state = nextState(turn.flow, thread.state, "end") ?? thread.state;
  run.ending = { status, reason, ...(hangUp && { hangUp }) };
}

/** Somebody stops the run, also while its last words are still heard. `giveBack`: its calls go back to the run that waits for it. */
export function stopRun(turn: Turn, giveCallsBack = false): void {
  const reason = { code: "stopped_by_user", message: RUN_CODES.stopped_by_user };
  const hangUp = !giveCallsBack;
  turn.hangUp = hangUp;
  beginEnding(turn, "stopped", reason, hangUp);
  turn.run.ending = { status: "stopped", reason, ...(hangUp && { hangUp }) };
  turn.thread.pendingVerbs = [];
}

/** Called at the end of each turn: hangs up what is left of an ending run and closes it when every leg has ended. */
export function settle(turn: Turn): void {
  const { run } = turn;
  limitContext(turn);
  if (!run.ending) hangUpOrphans(turn);
  if (!run.ending || run.status !== "running") return;
  cancelOpenCalls(turn);
  stopAwaited(turn, { giveBack: false });
  giveBack(turn);
  const live = run.legs.filter((leg) => isLive(leg) && run.lent?.[leg.callUuid] === undefined);
  if (live.length === 0) return close(turn, run.ending);
  if (run.reaperTimer === null) {
    const lastWords = live.some((leg) => hearsTheEnd(turn, leg)) ? secondsToHear(run.threads.main.pendingVerbs) : 0;
    run.reaperTimer = setTimer(turn, turn.at + (TIMING.legReaperSeconds + lastWords) * 1000);
  } else if (!turn.hangUp) return;
  for (const leg of live) if (!hearsTheEnd(turn, leg)) hangUp(turn, leg);
}

/** Calls of branches that are over; one that asks hears its Hangup as the answer. */
function hangUpOrphans(turn: Turn): void {
  const { run, asking } = turn;
  for (const callUuid of turn.orphans.keys()) {
    const leg = legOf(turn, callUuid);
    const told = callUuid === asking || callUuid === run.openReply || threadOfLeg(run, callUuid) !== null;
    if (isLive(leg) && !told) hangUp(turn, leg);
  }
}

function close(turn: Turn, { status, reason }: NonNullable<Turn["run"]["ending"]>): void {
  const { run } = turn;
  run.status = status;
  run.reason = reason;
  run.endedAt = turn.at;
  report(turn);
  if (run.reaperTimer !== null) cancelTimer(turn, run.reaperTimer);
  run.reaperTimer = null;
  journalRun(turn);
}

/** A leg that is about to get its last document hears it to the end: its request is open, or it comes back by itself. */
function hearsTheEnd({ run, asking }: Turn, { callUuid }: Leg): boolean {
  const thread = run.threads.main;
  if (callUuid === asking || callUuid === run.openReply) return true;
  return callUuid === thread.leg && thread.pendingVerbs.length > 0 && run.holds[callUuid] !== undefined;
}

/** Forwarded legs end with the leg that dialled them. */
function hangUp(turn: Turn, leg: Leg): void {
  if (leg.role === "forwarded") return;
  const nodeId = turn.run.effects[leg.effectId ?? ""]?.nodeId ?? turn.flow.entry.node.id;
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "hangup_call", callUuid: leg.callUuid }, nodeId);
}

function cancelOpenCalls(turn: Turn): void {
  for (const [id, { kind, open, nodeId }] of Object.entries(turn.run.effects)) {
    if (kind !== "place_call" || !open) continue;
    closeEffect(turn.run, id);
    if (!turn.run.legs.some((l) => l.effectId === id))
      addOwnEffect(turn, { id: turn.deps.newId(), kind: "cancel_call", effectId: id }, nodeId);
  }
}

/** The hang-up was never reported: the run ends all the same, and says so. In case the call does go on, it is hung up. */
export function reap(turn: Turn): void {
  const { run } = turn;
  for (const leg of run.legs.filter(isLive)) {
    hangUp(turn, leg);
    endLeg(turn, leg, { status: statusAtEnd(leg), hangup: { code: null, cause: "hangup_not_reported", source: "Unknown" } });
    reaperNews(turn, leg);
  }
  const reason = { code: "hangup_not_reported", message: RUN_CODES.hangup_not_reported };
  if (run.ending) run.ending = { ...run.ending, reason: run.ending.reason ?? reason };
}

function limitContext(turn: Turn): void {
  if (!turn.grew || isOver(turn.run)) return;
  if (Buffer.byteLength(JSON.stringify([turn.run.variables, turn.run.contact])) <= LIMITS.runContextBytes) return;
  const at = turn.flow.nodes.get(turn.thread.state)?.node.name;
  const message = at === undefined ? RUN_CODES.context_too_large : `${RUN_CODES.context_too_large} It was at ${at}.`;
  failRun(turn, { code: "context_too_large", message });
}

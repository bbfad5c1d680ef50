import { type Advance, type Leg, type RunEvent, type RunState, RUN_CODES } from "@cordboard/contract";
import { afterwards } from "./afterwards.ts";
import type { CompiledFlow } from "./compile.ts";
import { effectEvent } from "./effect-event.ts";
import { forgetOld } from "./effects.ts";
import { endPath, failRun, reap, settle, stopRun } from "./ending.ts";
import { changedHearings, isPassing } from "./hearings.ts";
import { hideNews } from "./hiding.ts";
import { legGone } from "./leg-gone.ts";
import { changeLeg, endLeg, hungUpBy, isLive, legOf } from "./legs.ts";
import { handOutMail, messageEvent } from "./message-event.ts";
import { commandNews, late, stopNews } from "./news.ts";
import { replyTo } from "./reply.ts";
import { giveUpCall, waitsForCall } from "./recall.ts";
import { follow, passBarrier, resume } from "./resume.ts";
import { start } from "./start.ts";
import { stepRequest } from "./step-request.ts";
import { takeTurns } from "./take-turns.ts";
import { threadOfLeg, threadThat } from "./threads.ts";
import { type EngineDeps, type Turn, beginTurn, endTurn } from "./turn.ts";
import { passUnread } from "./unread.ts";
import { wipeVault } from "./vault.ts";
import { clearWait } from "./wait.ts";

/**
 * Applies one event to a run: hands it to the waiting step, takes that step's exit through the machine, enters each next
 * node, stops at a wait or an end. Pure: no clock, no I/O, the given run is not changed. An event that no longer fits is
 * journalled and ignored. A runtime that throws fails the run with `engine_fault`; this function does not throw for it.
 */
export function advance(flow: CompiledFlow, run: RunState, event: RunEvent, deps: EngineDeps): Advance {
  const turn = beginTurn(flow, run, event, deps);
  try {
    hideNews(turn, event);
    receive(turn, event);
    takeTurns(turn);
    handOutMail(turn);
  } catch (error) {
    deps.onFault?.(error, turn.thread.state);
    turn.todo = [];
    turn.thread.pendingVerbs = [];
    failRun(turn, { code: "engine_fault", message: RUN_CODES.engine_fault });
  }
  settle(turn);
  passUnread(turn);
  if (turn.effects.length > 0) forgetOld(turn.run);
  const reply = replyTo(turn);
  const hearings = changedHearings(turn);
  const known = turn.run.vault;
  const over = turn.run.status !== "running";
  if (over) wipeVault(turn.run, { passing: isPassing(turn.run) });
  return endTurn(turn, reply, { ...(hearings && { hearings }), ...(over && known.length > 0 && { secrets: known }) });
}

function receive(turn: Turn, event: RunEvent): void {
  switch (event.type) {
    case "started":
      return start(turn, event);
    case "step":
      return stepRequest(turn, event);
    case "effect":
      turn.asking = event.asking ?? null;
      return effectEvent(turn, event.effectId, event.event);
    case "leg":
      return legEvent(turn, event.callUuid, event.change, event.ended);
    case "timer":
      return timer(turn, event.timerId);
    case "message":
      return messageEvent(turn, event);
    case "hold":
      return hold(turn, event.callUuid);
    case "command":
      return command(turn, event);
    case "stop":
      return stop(turn, event);
  }
}

/** The server's word that an answer is owed for too long. It may have been given in the meantime. */
function hold(turn: Turn, callUuid: string): void {
  const { run } = turn;
  if (threadOfLeg(run, callUuid) && !run.lent?.[callUuid] && run.openReply !== callUuid) return;
  turn.asking = callUuid;
  turn.hold = true;
}

function legEvent(turn: Turn, callUuid: string, change: Partial<Leg>, ended: boolean): void {
  const leg = legOf(turn, callUuid);
  if (!leg) return late(turn, { type: "unknown_call" });
  const wasLive = isLive(leg);
  if (!ended) {
    changeLeg(turn, leg, change);
    return;
  }
  endLeg(turn, leg, change);
  if (wasLive && leg.role === "inbound") afterwards(turn, turn.flow.entry.node.id, { type: "hangup", by: hungUpBy(leg), leg: { ...leg } });
  if (wasLive) legGone(turn, leg);
  else late(turn, { type: "hangup_again" });
}

function timer(turn: Turn, timerId: string): void {
  const { run } = turn;
  if (run.reaperTimer === timerId) {
    run.reaperTimer = null;
    return reap(turn);
  }
  const thread = threadThat(run, (wait) => wait.timerId === timerId);
  if (!thread) return late(turn, { type: "timer" });
  turn.thread = thread;
  if (waitsForCall(thread)) {
    giveUpCall(turn);
    return passBarrier(turn);
  }
  if (thread.wait?.barrier) {
    clearWait(turn);
    return follow(turn, endPath(turn, "deadline_passed"));
  }
  resume(turn, { type: "timer" });
}

/** Only the node that it was meant for may take it. */
function command(turn: Turn, event: RunEvent & { type: "command" }): void {
  const told = { type: "command", command: event.command } as const;
  const thread = threadThat(turn.run, (wait) => wait.nodeId === event.nodeId);
  if (!thread) return late(turn, told);
  turn.thread = thread;
  commandNews(turn, event);
  resume(turn, told);
}

function stop(turn: Turn, event: RunEvent & { type: "stop" }): void {
  const { run } = turn;
  if (run.status !== "running" || run.ending?.status === "stopped") return late(turn, { type: "stop_again" });
  stopNews(turn, event);
  stopRun(turn, event.giveBack);
}

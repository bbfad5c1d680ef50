import {
  type Advance,
  type Json,
  type JsonObject,
  type Leg,
  type Outcome,
  type RunEvent,
  type RunState,
  RUN_CODES,
  type StepEvent,
} from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import type { CompiledFlow } from "./compile.ts";
import { beginEnding, endPath, failRun, reap, settle } from "./ending.ts";
import { changeLeg, endLeg, hungUpBy, isLive, legOf, upsertLeg } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { replyTo } from "./reply.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { type EngineDeps, type Turn, beginTurn, endTurn, journalEvent, journalRun } from "./turn.ts";
import { apply, walk } from "./walk.ts";
import { abandonStep, clearWait } from "./wait.ts";

/**
 * Applies one event to a run: hands it to the waiting step, takes that step's exit through the machine, enters each next
 * node, stops at a wait or an end. Pure: no clock, no I/O, the given run is not changed. An event that no longer fits is
 * journalled and ignored. A runtime that throws fails the run with `engine_fault`; this function does not throw for it.
 */
export function advance(flow: CompiledFlow, run: RunState, event: RunEvent, deps: EngineDeps): Advance {
  const turn = beginTurn(flow, run, event, deps);
  try {
    receive(turn, event);
  } catch (error) {
    deps.onFault?.(error, turn.thread.state);
    turn.thread.pendingVerbs = [];
    failRun(turn, { code: "engine_fault", message: RUN_CODES.engine_fault });
  }
  settle(turn);
  const reply = replyTo(turn);
  return endTurn(turn, reply);
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
    case "hold":
      turn.asking = event.callUuid;
      turn.hold = true;
      return;
    case "stop":
      journalEvent(turn, "stop", `Stopped by ${event.by}.`);
      turn.thread.pendingVerbs = [];
      return beginEnding(turn, "stopped", { code: "stopped_by_user", message: RUN_CODES.stopped_by_user });
  }
}

function start(turn: Turn, event: RunEvent & { type: "started" }): void {
  const { run, thread, flow } = turn;
  journalRun(turn);
  const { trigger } = event;
  if (trigger.kind === "call") {
    const { callUuid, from, to, startedAt } = trigger.call;
    upsertLeg(turn, { callUuid, role: "inbound", from, to, status: "ringing", startedAt, answeredAt: null, endedAt: null, hangup: null });
    thread.leg = callUuid;
    turn.asking = callUuid;
  }
  if (trigger.kind === "message") run.messages.push(trigger.message.uuid);
  run.variables["vars"] = { ...firstValues(flow.document), ...objectOr(run.variables["vars"]) };
  const first = event.startNode ?? flow.entry.node.id;
  if (event.startNode) enterQuietly(turn);
  walk(turn, nextState(flow, thread.state, `begin.${first}`) ?? flow.entry.node.id);
}

/** Flow variables as their types say; text that is no value of its type stays text. */
function firstValues(document: FlowDocument): JsonObject {
  return Object.fromEntries(document.variables.map(({ name, type, value }) => [name, type === "text" ? value : parsed(value)]));
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const objectOr = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};

/** A try from the middle of a flow still has the entry's variables. */
function enterQuietly(turn: Turn): void {
  const { entry } = turn.flow;
  const config = fillIn(turn, entry);
  if (!config.ok) return;
  const outcome = runtimeOf(entry, turn).enter(config.value, stepContext(turn, entry, turn.deps.newId()));
  if (outcome.outputs) turn.run.variables[entry.node.name] = outcome.outputs;
}

function stepRequest(turn: Turn, request: RunEvent & { type: "step" }): void {
  const { run, thread } = turn;
  const leg = legOf(turn, request.callUuid);
  const wantsXml = request.request !== "callback";
  if (leg && isLive(leg) && wantsXml && leg.answeredAt === null && request.request === "action") {
    changeLeg(turn, leg, { status: "in-progress", answeredAt: new Date(turn.at).toISOString() });
  }
  if (request.event?.type === "dial_leg") noteForwardedLeg(turn, request.event);
  if (request.event?.type === "recording") noteRecording(turn, request.event.id);

  if (wantsXml && leg && run.holds[request.callUuid] === request.token) {
    delete run.holds[request.callUuid];
    turn.asking = request.callUuid;
    return;
  }
  const { wait } = thread;
  if (!wait || wait.token !== request.token || run.ending) return late(turn, request.event?.type ?? request.request);
  if (wantsXml) turn.asking = request.callUuid;
  if (wait.barrier) {
    if (!wantsXml) return late(turn, request.request);
    const { nodeId } = wait;
    clearWait(turn);
    run.entriesSinceWait = 0;
    return walk(turn, nodeId);
  }
  resume(turn, request.event ?? { type: "silence" });
}

/** A B-leg's life is told by the Dial's callbacks, which may come after the step has left. */
function noteForwardedLeg(turn: Turn, event: StepEvent & { type: "dial_leg" }): void {
  if (!event.bLegUuid) return;
  const at = new Date(turn.at).toISOString();
  const answered = event.action === "answer" || event.action === "connected";
  const known = legOf(turn, event.bLegUuid);
  const leg: Leg = {
    callUuid: event.bLegUuid,
    role: "forwarded",
    from: event.from,
    to: event.to,
    status: answered ? "in-progress" : "ringing",
    startedAt: at,
    answeredAt: answered ? (known?.answeredAt ?? at) : null,
    endedAt: null,
    hangup: null,
  };
  const kept = upsertLeg(turn, leg);
  if (event.action !== "hangup") return;
  const duration = event.durationSeconds === null ? {} : { durationSeconds: event.durationSeconds };
  endLeg(turn, kept, { status: kept.answeredAt ? "completed" : "failed", hangup: event.hangup, ...duration });
}

function noteRecording(turn: Turn, id: string): void {
  if (id && !turn.run.recordings.includes(id)) turn.run.recordings.push(id);
}

function effectEvent(turn: Turn, effectId: string, event: StepEvent): void {
  const { run, thread } = turn;
  const effect = run.effects[effectId];
  if (event.type === "effect") {
    if (effect) effect.open = effect.kind === "place_call" && event.result.ok;
    const uuid = event.result.ok ? event.result.data["messageUuid"] : undefined;
    if (typeof uuid === "string" && !run.messages.includes(uuid)) run.messages.push(uuid);
  }
  if (event.type === "call_progress") {
    const leg = upsertLeg(turn, { ...event.leg, effectId });
    if (event.progress === "ended") {
      if (effect) effect.open = false;
      endLeg(turn, leg, event.leg);
      if (leg.callUuid === thread.leg || run.former.includes(leg.callUuid)) return legGone(turn, leg);
    }
  }
  const waitsForIt = thread.wait?.step && effect && thread.wait.step.seq === effect.step && !run.ending;
  if (!waitsForIt) return late(turn, event.type);
  resume(turn, event);
}

function legEvent(turn: Turn, callUuid: string, change: Partial<Leg>, ended: boolean): void {
  const leg = legOf(turn, callUuid);
  if (!leg) return late(turn, "leg");
  if (!ended) {
    changeLeg(turn, leg, change);
    return;
  }
  if (!isLive(leg)) {
    changeLeg(turn, leg, change);
    return late(turn, "hangup");
  }
  endLeg(turn, leg, change);
  legGone(turn, leg);
}

/** A leg ended. The waiting step is told first, if it was talking to this leg. */
function legGone(turn: Turn, leg: Leg): void {
  const { run, thread } = turn;
  const by = hungUpBy(leg);
  journalEvent(
    turn,
    "hangup",
    `${leg.role === "inbound" ? leg.from : leg.to} is off the line (${leg.hangup?.cause ?? "no cause given"}).`,
    { data: { callUuid: leg.callUuid, by } },
  );
  if (leg.callUuid !== thread.leg) return;
  for (const child of run.legs) if (child.role === "forwarded" && isLive(child) && !thread.wait) endLeg(turn, child, {});
  thread.pendingVerbs = [];
  if (by !== "us") run.hangup ??= { by };
  if (run.ending || !thread.wait) return;
  if (thread.wait.barrier) {
    clearWait(turn);
    return follow(turn, endPath(turn, "hung_up"));
  }
  resume(turn, { type: "hangup", by, leg: structuredClone(leg) });
}

function timer(turn: Turn, timerId: string): void {
  const { run, thread } = turn;
  if (run.reaperTimer === timerId) {
    run.reaperTimer = null;
    return reap(turn);
  }
  if (thread.wait?.timerId !== timerId) return late(turn, "timer");
  if (thread.wait.barrier) {
    clearWait(turn);
    return follow(turn, endPath(turn, "deadline_passed"));
  }
  resume(turn, { type: "timer" });
}

/** Hands an event to the waiting step and goes on from what it decides. */
function resume(turn: Turn, event: StepEvent): void {
  const { run, thread, flow } = turn;
  const { wait } = thread;
  const compiled = wait && flow.nodes.get(wait.nodeId);
  if (!wait?.step || !compiled) return late(turn, event.type);
  const { step, memory } = wait;
  run.entriesSinceWait = 0;
  const token = turn.deps.newId();
  const config = fillIn(turn, compiled);
  const runtime = runtimeOf(compiled, turn);
  const outcome: Outcome =
    config.ok && runtime.resume ? runtime.resume(config.value, event, stepContext(turn, compiled, token), memory) : { do: "ignore" };
  if (outcome.do !== "ignore") return follow(turn, apply(turn, compiled, step, outcome, token));
  apply(turn, compiled, step, outcome, token);
  if (event.type === "timer") {
    abandonStep(turn, { code: "deadline_passed", message: RUN_CODES.deadline_passed });
    return follow(turn, endPath(turn, "deadline_passed"));
  }
  if (event.type !== "hangup") {
    // Without words from the step the wait goes on; what it added (outputs, effects) is kept by apply().
    journalEvent(turn, event.type, "Nothing waits for this.", { ignored: true });
    return;
  }
  const hungUp = compiled.manifest.exits(compiled.config).find((e) => e.handler === "on_hangup" && compiled.wired.has(e.id));
  if (hungUp) return follow(turn, apply(turn, compiled, step, { do: "exit", exit: hungUp.id }, token));
  if (wait.for === "carrier" || compiled.manifest.needsCall) {
    abandonStep(turn);
    return follow(turn, endPath(turn, "hung_up"));
  }
}

function follow(turn: Turn, next: string | null): void {
  if (next !== null) walk(turn, next);
}

const late = (turn: Turn, what: string): void => journalEvent(turn, what, "Came too late to change anything.", { ignored: true });

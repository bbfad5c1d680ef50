import type { Effect, FlowEnd, HandedOver, Leg, RunEffect, RunState, Step } from "@cordboard/contract";
import { addOwnEffect, closeEffect } from "./effects.ts";
import { endLeg, isLive, legOf, upsertLeg } from "./legs.ts";
import { noteEntered } from "./entered.ts";
import { hangupNews } from "./news.ts";
import { fetchSoon } from "./fetch-soon.ts";
import { threadsOf } from "./threads.ts";
import type { Turn } from "./turn.ts";
import { keepSecret } from "./vault.ts";

/*
 * Calls between runs. A call is one run's at a time; its row in the store says whose, and only the run that takes it changes that:
 *
 *   lent ─(the other run's first or last commit is written: an effect)─► taken
 *     └─ until then its requests come here and hear the hold loop: nobody answers a request twice, and nobody keeps silent
 *
 * Whoever takes a call says something to it at once, if only one turn of the hold loop under a token of its own. What the
 * call asked the run before is answered with that, and so is whatever it asks later under an old address.
 */
type Start = Extract<RunEffect, { kind: "start_run" }>;

/** A step's effect may hand a call over: to a run that it starts, or to an address of somebody else. */
export function handOver(turn: Turn, effect: Effect): Effect {
  if (effect.kind === "start_run") return lend(turn, effect);
  if (effect.kind === "transfer_call" && "url" in effect && isLive(legOf(turn, effect.callUuid)))
    markLent(turn, effect.callUuid, { runId: null, effectId: effect.id, thread: turn.thread.id });
  return effect;
}

/** The path's call goes with the run that this effect starts. */
function lend(turn: Turn, effect: Start): Start {
  const { thread } = turn;
  const leg = legOf(turn, thread.leg);
  if (!effect.takesCall || !isLive(leg)) return effect;
  const handed = { verbs: thread.pendingVerbs, busy: isBusy(turn, leg.callUuid) };
  markLent(turn, leg.callUuid, { runId: effect.runId, effectId: effect.id, thread: thread.id });
  thread.leg = null;
  thread.pendingVerbs = [];
  return { ...effect, ...handed };
}

/** It neither asks just now nor comes back by itself within seconds. */
function isBusy({ run, asking }: Turn, callUuid: string): boolean {
  return callUuid !== asking && callUuid !== run.openReply && run.holds[callUuid] === undefined;
}

function markLent({ run }: Turn, callUuid: string, to: NonNullable<RunState["lent"]>[string]): void {
  run.lent = { ...run.lent, [callUuid]: to };
}

const forget = (run: RunState, callUuid: string): void => {
  const { [callUuid]: _gone, ...rest } = run.lent ?? {};
  run.lent = rest;
};

/** The other run was never begun: the call goes on here as if nothing had been. */
export function takeBack(turn: Turn, effectId: string): void {
  const { run } = turn;
  for (const [callUuid, entry] of Object.entries(run.lent ?? {})) {
    if (entry.effectId !== effectId) continue;
    forget(run, callUuid);
    const thread = run.threads[entry.thread] ?? run.threads.main;
    if (!isLive(legOf(turn, thread.leg))) thread.leg = callUuid;
    endIfOver(turn, callUuid);
  }
}

/** A call that comes to a run that is over is hung up. One that is about to be over sees to its calls anyhow. */
function endIfOver(turn: Turn, callUuid: string): void {
  if (turn.run.status === "running" || !isLive(legOf(turn, callUuid))) return;
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "hangup_call", callUuid }, turn.flow.entry.node.id);
}

/** The other run is there, and has said its first word to the call. */
export function isTaken(turn: Turn, effectId: string): void {
  const { run } = turn;
  for (const [callUuid, entry] of Object.entries(run.lent ?? {})) {
    if (entry.effectId !== effectId) continue;
    if (run.openReply === callUuid) run.openReply = null;
    delete run.holds[callUuid];
  }
}

/** Calls that begin this run, or come back to it. The path at work talks to `current` from here on. */
export function take(turn: Turn, { legs, current, verbs, busy, secrets, entered }: HandedOver & { current: string | null }): void {
  const { run, thread } = turn;
  keepSecret(run, secrets);
  noteEntered(run, entered ?? []);
  for (const leg of legs) takeLeg(turn, leg);
  for (const { callUuid } of legs) endIfOver(turn, callUuid);
  if (current === null) return;
  thread.leg = current;
  if (!isLive(legOf(turn, current))) return;
  run.former = run.former.filter((uuid) => uuid !== current);
  for (const { callUuid } of legs) if (callUuid !== current && isLive(legOf(turn, callUuid))) run.former.push(callUuid);
  thread.pendingVerbs = [...verbs];
  turn.asking = current;
  turn.hold = true;
  if (busy && run.status === "running") fetchSoon(turn, current, thread.state);
}

function takeLeg(turn: Turn, leg: Leg): void {
  const { run } = turn;
  const before = legOf(turn, leg.callUuid);
  const wasLive = before === null || isLive(before);
  const known = upsertLeg(turn, { ...leg, endedAt: null });
  turn.taken.push(leg.callUuid);
  forget(run, leg.callUuid);
  delete run.holds[leg.callUuid];
  if (run.openReply === leg.callUuid) run.openReply = null;
  if (leg.endedAt === null) return;
  endLeg(turn, known, leg);
  if (before !== null && wasLive) hangupNews(turn, known);
}

/** The run that this one waited for has ended; its calls are here again, for the path that waits or the one they came from. */
export function takeFromEnded(turn: Turn, effectId: string, end: FlowEnd): void {
  const { run } = turn;
  const entry = Object.values(run.lent ?? {}).find((lent) => lent.effectId === effectId);
  const step = run.effects[effectId]?.step;
  const waiting = threadsOf(run).find(({ wait }) => step !== undefined && wait?.step?.seq === step);
  const heir = waiting ?? (entry ? run.threads[entry.thread] : run.threads.main);
  turn.thread = heir ?? run.threads.main;
  closeEffect(run, effectId);
  const { legs, verbs, busy, secrets, entered = [] } = end;
  // A call that the run was not handed, and that is over, is no business of this one.
  const ours = legs.filter((leg) => leg.endedAt === null || legOf(turn, leg.callUuid) !== null);
  // The path that it is for has another call by now, or is gone.
  const unwanted = !heir || isLive(legOf(turn, heir.leg));
  const current = !unwanted && ours.some(({ callUuid }) => callUuid === end.current) ? end.current : null;
  take(turn, { legs: ours, verbs, busy, secrets, entered, current });
  if (unwanted) for (const { callUuid } of ours) if (isLive(legOf(turn, callUuid))) turn.orphans.set(callUuid, []);
  if (end.hangup && current !== null && !isLive(legOf(turn, current))) run.hangup ??= end.hangup;
}

/** This run ends, and the one that waits for it takes the calls it still has. */
export function giveBack(turn: Turn): void {
  const { run } = turn;
  const { trigger, ending } = run;
  if (trigger.kind !== "flow" || !trigger.by.waits || !ending || ending.hangUp) return;
  for (const leg of run.legs.filter(isLive))
    if (run.lent?.[leg.callUuid] === undefined) markLent(turn, leg.callUuid, { runId: trigger.by.runId, effectId: "", thread: "main" });
}

/** The last thing a run does that another one waits for. */
export function report(turn: Turn): void {
  const { run } = turn;
  const { trigger, status, reason, result, outputs, hangup } = run;
  if (trigger.kind !== "flow" || !trigger.by.waits || status === "running") return;
  const { runId, effectId } = trigger.by;
  const { leg: current, pendingVerbs: verbs } = run.threads.main;
  const legs = run.legs.filter(({ role }) => role !== "forwarded");
  const end: FlowEnd = {
    runId: run.id,
    status,
    reason,
    result,
    outputs,
    hangup,
    current,
    verbs,
    legs: legs.map((leg) => ({ ...leg })),
    busy: current !== null && isBusy(turn, current),
    secrets: [...run.vault],
    ...(run.entered && { entered: run.entered }),
  };
  run.threads.main.pendingVerbs = [];
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "report_run", runId, effectId, end }, turn.flow.entry.node.id);
}

/** The end of a call that another run has, or is about to take. */
export function passOn(turn: Turn, { callUuid, endedAt, status, hangup, durationSeconds, billSeconds }: Leg): void {
  const { run } = turn;
  const entry = run.lent?.[callUuid];
  if (!entry || entry.runId === null) return;
  const change: Partial<Leg> = {
    endedAt,
    status,
    hangup,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(billSeconds !== undefined && { billSeconds }),
  };
  addOwnEffect(turn, { id: turn.deps.newId(), kind: "pass_on", runId: entry.runId, callUuid, change }, turn.flow.entry.node.id);
}

/** Runs that this one waits for and that nobody waits for any more. `step`: of this step only. */
export function stopAwaited(turn: Turn, options: { step?: Step; giveBack: boolean }): void {
  for (const id of options.step?.effects ?? Object.keys(turn.run.effects)) {
    const known = turn.run.effects[id];
    if (known?.runId === undefined || !known.open) continue;
    closeEffect(turn.run, id);
    addOwnEffect(turn, { id: turn.deps.newId(), kind: "stop_run", runId: known.runId, giveBack: options.giveBack }, known.nodeId);
  }
}

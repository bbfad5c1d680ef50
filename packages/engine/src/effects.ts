import type { Effect, RunState, Step } from "@cordboard/contract";
import { hideEffect } from "./hiding.ts";
import type { Turn } from "./turn.ts";

/** A long run forgets the oldest effects that can change nothing any more; the store keeps them all. */
const REMEMBERED = 300;

/** An effect that a step decided on. */
export function addEffect(turn: Turn, effect: Effect, nodeId: string, step: Step): void {
  remember(turn, effect, nodeId, step.seq);
  step.effects.push(effect.id);
}

/** One that a node decided on after it had left. */
export function addEffectOf(turn: Turn, effect: Effect, nodeId: string): void {
  remember(turn, effect, nodeId, turn.run.steps);
}

type Own = Extract<
  Effect,
  { kind: "hangup_call" | "cancel_call" | "transfer_call" | "stop_run" | "report_run" | "pass_on" | "pass_texts" }
>;

/** What the engine asks for by itself. It belongs to the node that made the call, and no step waits for it. */
export function addOwnEffect(turn: Turn, effect: Own, nodeId: string): void {
  remember(turn, effect, nodeId, turn.run.ending ? turn.run.steps : 0);
}

function remember(turn: Turn, effect: Effect, nodeId: string, step: number): void {
  const { run } = turn;
  turn.effects.push({ effect: hideEffect(turn, effect), token: turn.deps.newId(), nodeId, step });
  const awaited = effect.kind === "start_run" && effect.waits && { runId: effect.runId };
  run.effects[effect.id] = { kind: effect.kind, nodeId, step, open: true, ...awaited };
  if (effect.kind === "cancel_call") closeEffect(run, effect.effectId);
}

/** Calls that a step has placed and nobody waits for any more: those that ring are hung up, the others never begin. */
export function giveUpCalls(turn: Turn, step: Step): void {
  for (const id of step.effects) {
    const known = turn.run.effects[id];
    if (known?.kind !== "place_call" || !known.open) continue;
    const leg = turn.run.legs.find((one) => one.effectId === id);
    if (!leg) addOwnEffect(turn, { id: turn.deps.newId(), kind: "cancel_call", effectId: id }, known.nodeId);
    else if (leg.endedAt === null) turn.orphans.set(leg.callUuid, []);
  }
}

/** Nothing more can come of it that would have to be ended. */
export function closeEffect(run: RunState, id: string): void {
  const known = run.effects[id];
  if (known?.open) run.effects[id] = { ...known, open: false };
}

/** At the end of a turn, once for all that it added. */
export function forgetOld({ effects }: RunState): void {
  let over = Object.keys(effects).length - REMEMBERED;
  if (over <= 0) return;
  for (const [id, { open }] of Object.entries(effects)) {
    if (open) continue;
    delete effects[id];
    if (--over === 0) return;
  }
}

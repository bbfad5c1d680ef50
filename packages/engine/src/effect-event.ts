import type { EffectKind, StepEvent } from "@cordboard/contract";
import { afterwards } from "./afterwards.ts";
import { closeEffect } from "./effects.ts";
import { isTaken, takeBack, takeFromEnded } from "./handover.ts";
import { legGone } from "./leg-gone.ts";
import { endLeg, isLive, legOf, upsertLeg } from "./legs.ts";
import { heard, late, lateEffect, legNews, notEnded, notPosted } from "./news.ts";
import { noLongerWaiting } from "./recall.ts";
import { passBarrier, resume } from "./resume.ts";
import { threadOfLeg, threadThat } from "./threads.ts";
import type { Turn } from "./turn.ts";

/** The result of an effect, or news of what it has set going. */
export function effectEvent(turn: Turn, effectId: string, event: StepEvent): void {
  const { run } = turn;
  const effect = run.effects[effectId];
  if (event.type === "flow_ended") takeFromEnded(turn, effectId, event.end);
  if (event.type === "effect") noteResult(turn, effectId, event);
  for (const thread of noLongerWaiting(turn)) {
    turn.thread = thread;
    passBarrier(turn);
  }
  const waiting = effect && threadThat(run, (wait) => wait.step?.seq === effect.step);
  const told = effect && !waiting && event.type !== "effect" ? afterwards(turn, effect.nodeId, event) : false;
  // The step that placed this call has left, or was told by the leg itself.
  if (event.type === "call_progress" && noteProgress(turn, effectId, event)) return;

  if (effect?.kind === "post_event" && event.type === "effect") return event.result.ok ? undefined : notPosted(turn, event);
  if (waiting) {
    turn.thread = waiting;
    return resume(turn, event);
  }
  // A repeat: a call that a path talks to, or that is held, has its document.
  if (event.type !== "flow_ended" && turn.asking !== null && (threadOfLeg(run, turn.asking) || run.holds[turn.asking] !== undefined))
    turn.asking = null;
  if (event.type !== "effect" || !effect) return told ? heard(turn, event) : late(turn, event);
  if (effect.kind === "hangup_call" || effect.kind === "cancel_call") return effect.open ? notEnded(turn, event) : undefined;
  if (QUIET.has(effect.kind) && event.result.ok) return;
  lateEffect(turn, effect.kind, turn.flow.nodes.get(effect.nodeId)?.node.name ?? effect.nodeId, event);
}

/** What the engine does by itself needs no word when it works. */
const QUIET: ReadonlySet<EffectKind> = new Set(["transfer_call", "start_run", "stop_run", "report_run", "pass_on", "pass_texts"]);

function noteResult(turn: Turn, effectId: string, { result }: StepEvent & { type: "effect" }): void {
  const { run } = turn;
  // A call whose request was answered, or stays in doubt, may ring from here on.
  const effect = run.effects[effectId];
  const goesOn = effect?.kind === "place_call" ? result.ok || result.uncertain : effect?.runId !== undefined && result.ok;
  if (!goesOn) closeEffect(run, effectId);
  if (!result.ok) takeBack(turn, effectId);
  else if (effect?.kind === "start_run") isTaken(turn, effectId);
  const uuid = result.ok ? result.data["messageUuid"] : undefined;
  if (typeof uuid === "string" && !run.messages.includes(uuid)) run.messages.push(uuid);
}

/** True when the path has been told by the end of the leg. */
function noteProgress(turn: Turn, effectId: string, event: StepEvent & { type: "call_progress" }): boolean {
  const { run } = turn;
  const known = legOf(turn, event.leg.callUuid);
  const wasLive = known === null || isLive(known);
  if (event.progress !== "ended") {
    const isNew = { ringing: known === null, answered: !known?.answeredAt, machine: !known?.machine }[event.progress];
    const leg = upsertLeg(turn, { ...event.leg, endedAt: null, effectId, ...(event.progress === "machine" && { machine: true }) });
    if (wasLive && isNew) legNews(turn, leg, event.progress);
    return false;
  }
  closeEffect(run, effectId);
  const leg = upsertLeg(turn, { ...event.leg, endedAt: null, effectId });
  endLeg(turn, leg, event.leg);
  if (!threadOfLeg(run, leg.callUuid) && !run.former.includes(leg.callUuid)) {
    if (wasLive) legNews(turn, leg, "ended");
    return false;
  }
  if (wasLive) legGone(turn, leg);
  else late(turn, { type: "hangup_again" });
  return true;
}

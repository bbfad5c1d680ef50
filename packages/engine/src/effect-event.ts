import type { StepEvent } from "@cordboard/contract";
import { afterwards } from "./afterwards.ts";
import { closeEffect } from "./effects.ts";
import { legGone } from "./leg-gone.ts";
import { endLeg, isLive, legOf, upsertLeg } from "./legs.ts";
import { heard, late, lateEffect, legNews, notEnded, notPosted } from "./news.ts";
import { resume } from "./resume.ts";
import { threadOfLeg, threadThat } from "./threads.ts";
import type { Turn } from "./turn.ts";

/** The result of an effect, or news of what it has set going. */
export function effectEvent(turn: Turn, effectId: string, event: StepEvent): void {
  const { run } = turn;
  const effect = run.effects[effectId];
  if (event.type === "effect") noteResult(turn, effectId, event);
  const waiting = effect && threadThat(run, (wait) => wait.step?.seq === effect.step);
  const told = effect && !waiting && event.type !== "effect" ? afterwards(turn, effect.nodeId, event) : false;
  // The step that placed this call has left, or was told by the leg itself.
  if (event.type === "call_progress" && noteProgress(turn, effectId, event)) return;

  if (effect?.kind === "post_event" && event.type === "effect") return event.result.ok ? undefined : notPosted(turn, event);
  if (waiting) {
    turn.thread = waiting;
    return resume(turn, event);
  }
  // A repeat: the call that the path talks to has its document.
  if (threadOfLeg(run, turn.asking)) turn.asking = null;
  if (event.type !== "effect" || !effect) return told ? heard(turn, event) : late(turn, event);
  if (effect.kind === "hangup_call" || effect.kind === "cancel_call") return effect.open ? notEnded(turn, event) : undefined;
  if (effect.kind === "transfer_call" && event.result.ok) return;
  lateEffect(turn, effect.kind, turn.flow.nodes.get(effect.nodeId)?.node.name ?? effect.nodeId, event);
}

function noteResult(turn: Turn, effectId: string, { result }: StepEvent & { type: "effect" }): void {
  const { run } = turn;
  // A call whose request was answered, or stays in doubt, may ring from here on.
  const goesOn = run.effects[effectId]?.kind === "place_call" && (result.ok || result.uncertain);
  if (!goesOn) closeEffect(run, effectId);
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

import { HANGUP_CAUSES } from "@cordboard/plivo";
import { Interrupted } from "../time/interrupted.ts";
import type { World } from "../world.ts";
import { type Ending, endings } from "./causes.ts";
import { Leg, type LegOptions } from "./leg.ts";
import { hangupParams } from "./params.ts";
import { postCallback } from "./posts.ts";
import { changed, note } from "./transcript.ts";

export function createLeg(world: World, options: Omit<LegOptions, "now" | "uuid"> & { uuid?: string }): Leg {
  const leg = new Leg({ ...options, uuid: options.uuid ?? world.newId(), now: world.time.now() });
  world.calls.add(leg);
  changed(world, leg);
  return leg;
}

export function startRinging(world: World, leg: Leg): void {
  if (leg.over.fired || leg.rang.fired) return;
  leg.status = "ringing";
  leg.rang.fire();
  note(world, leg, "Ringing");
  changed(world, leg);
}

/** The leg is picked up: by the person (outbound) or by the first element that needs it (inbound). */
export function answerLeg(world: World, leg: Leg): void {
  if (leg.over.fired || leg.answered.fired) return;
  leg.status = "in-progress";
  leg.answeredAt = world.time.now();
  note(world, leg, "Answered", { attrs: { ...(leg.machine && { machine: true }) } });
  changed(world, leg);
  atLegTime(world, leg, leg.timeLimitSeconds * 1_000, () => endLeg(world, leg, endings.timeLimit()));
  leg.answered.fire();
}

/** Ends a leg and what hangs on it. Its last requests follow: open actions, then callbacks, then `hangup_url`. */
export function endLeg(world: World, leg: Leg, ending: Ending): void {
  if (leg.over.fired) return;
  leg.status = ending.status;
  leg.endedAt = world.time.now();
  leg.element = null;
  note(world, leg, "Ended", { attrs: { code: ending.code, cause: HANGUP_CAUSES[ending.code], source: ending.source } });
  leg.over.fire(ending);
  changed(world, leg);
  const gone = new Interrupted("hangup");
  leg.life.abort(gone);
  leg.session?.stop.abort(gone);
  for (const child of leg.children) if (!child.departed) endLeg(world, child, endings.otherLegGone(child.answered.fired));
  void world.activity.track(windUp(world, leg).catch((error: unknown) => world.fault(error)));
}

async function windUp(world: World, leg: Leg): Promise<void> {
  await leg.session?.done;
  for (const recorder of leg.recorders) recorder.stop();
  const { hangup } = leg.urls;
  if (hangup) {
    postCallback(world, leg, "Hangup", { kind: "hangup", ...hangup, params: hangupParams(world, leg) });
    await leg.callbacks.tail;
  }
}

/** A timer that ends with its leg. */
export function atLegTime(world: World, leg: Leg, ms: number, fn: () => void): () => void {
  if (leg.over.fired) return () => undefined;
  const cancel = world.time.after(ms, fn);
  leg.life.signal.addEventListener("abort", cancel, { once: true });
  return () => {
    cancel();
    leg.life.signal.removeEventListener("abort", cancel);
  };
}

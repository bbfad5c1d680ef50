import { type EffectResult, STEP_CODES, TIMING } from "@cordboard/contract";
import type { StoredEffect } from "../store/run-store.ts";

/** How long a run waits for word of an effect, with and without a live call, ms. */
export const PATIENCE = { live: TIMING.uncertainWithLegSeconds * 1000, idle: TIMING.uncertainWithoutLegSeconds * 1000 };
export const patience = ({ live }: StoredEffect): number => (live ? PATIENCE.live : PATIENCE.idle);

/** The step's own deadline must find it given up already, else it could only say "uncertain". */
const GIVE_UP_EARLY_MS = 2_000;

/** Database time, ms. From then on it is not begun any more. */
export const giveUpAt = (effect: StoredEffect): number => effect.createdAt + patience(effect) - GIVE_UP_EARLY_MS;

/** Its step has gone on, or is about to: begun now, a text or a call would happen behind the run's back. */
export function isTooLate(effect: StoredEffect, now: number): boolean {
  const { kind } = effect.effect;
  // A person may send it again whenever they like.
  if (effect.resolvedBy !== null) return false;
  return (kind === "send_message" || kind === "place_call") && now >= giveUpAt(effect);
}

/** It was put off, or nobody was there to do it, until its step had waited as long as it may. */
export function givenUp(effect: StoredEffect): EffectResult {
  const code = effect.effect.kind === "send_message" ? "message_expired" : "carrier_unreachable";
  return { ok: false, uncertain: false, error: { code, message: STEP_CODES[code] } };
}

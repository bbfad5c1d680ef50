import { type EffectKind, type EffectResult, isService, STEP_CODES, type StepCode, TIMING } from "@cordboard/contract";
import type { StoredEffect } from "../store/run-store.ts";

/** The carrier's own code for a message that expired in the queue (plivo-platform 6.4). */
const EXPIRED = "420";

/** How long a run waits for word of an effect, with and without a live call, ms. */
export const PATIENCE = { live: TIMING.uncertainWithLegSeconds * 1000, idle: TIMING.uncertainWithoutLegSeconds * 1000 };
export const patience = ({ live }: StoredEffect): number => (live ? PATIENCE.live : PATIENCE.idle);

/** The step's own deadline must find it given up already, else it could only say "uncertain". */
const GIVE_UP_EARLY_MS = 2_000;
/** The carrier takes no message that has less left (plivo-platform 4.3). */
const EXPIRES_EARLY_MS = 5_000;

/** Database time, ms. From then on it is not begun any more: its step has stopped waiting, or the text has expired. */
export function giveUpAt(stored: StoredEffect): number {
  const { effect, createdAt } = stored;
  if (effect.kind === "query_database") return createdAt + effect.beginWithinSeconds * 1_000;
  const step = createdAt + patience(stored) - GIVE_UP_EARLY_MS;
  if (effect.kind !== "send_message") return step;
  const turn = effect.beginWithinSeconds === undefined ? step : createdAt + effect.beginWithinSeconds * 1_000;
  return Math.min(turn, createdAt + effect.expirySeconds * 1_000 - EXPIRES_EARLY_MS);
}

const LATE: ReadonlySet<string> = new Set(["send_message", "place_call", "query_database"] satisfies EffectKind[]);

/** Its step has gone on, or is about to: begun now, a text, a call or a change would happen behind the run's back. */
export function isTooLate(effect: StoredEffect, now: number): boolean {
  const { kind } = effect.effect;
  // A person may send it again whenever they like.
  if (effect.resolvedBy !== null) return false;
  return LATE.has(kind) && now >= giveUpAt(effect);
}

/** It was put off, or nobody was there to do it, until its step had waited as long as it may. */
export function givenUp(effect: StoredEffect): EffectResult {
  const code = GIVEN_UP[effect.effect.kind] ?? "carrier_unreachable";
  const data = code === "message_expired" && { data: { errorCode: EXPIRED } };
  return { ok: false, uncertain: false, error: { code, message: STEP_CODES[code] }, ...data };
}

const GIVEN_UP: Readonly<Partial<Record<EffectKind, StepCode>>> = {
  send_message: "message_expired",
  query_database: "database_unreachable",
};

/** Begun, and nobody can say what came of it; nobody ever will, where no carrier is asked. */
export function inDoubt(effect: StoredEffect): EffectResult {
  const message = isService(effect.effect) ? "Nobody can say whether it was done, so it was not repeated." : STEP_CODES.uncertain;
  return { ok: false, uncertain: true, error: { code: "uncertain", message } };
}

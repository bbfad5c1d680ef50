import type { StoredEffect } from "../store/run-store.ts";
import type { Verdict } from "./look-up.ts";

/*
 * When the carrier's lists are looked at for an effect in doubt, and what its absence in them is worth:
 *
 *   begun ──5 s──► first look ──every 10 s, later more rarely──► … ──a day──► never again
 *                      │ found: proof
 *                      └ absent, `settle` after it began at the earliest ─► absent once ─┬─ seen after all: as if never absent
 *                                                                                       └─ absent again, later ─► proof
 *
 * Remembered by this process only: another one begins anew, and is later by that.
 */
export type Proof = Verdict;

export interface Looks {
  /** Those of the effects in doubt that are to be looked for at `now` (database time, ms). */
  due: (inDoubt: StoredEffect[], now: number) => StoredEffect[];
  /** `now`: before the lists were read. Null: nothing is proved yet. */
  weigh: (effect: StoredEffect, verdict: Verdict | undefined, now: number) => Proof | null;
}

/** After the request, before the first look at the carrier's lists: they lag behind. */
const FIRST_LOOK_MS = 5_000;
const LOOK_AGAIN_MS = 10_000;
/** Of its age: what has been in doubt for an hour is looked for every six minutes. */
const LOOK_AGAIN_SHARE = 0.1;
/** The carrier's lists go back for days; a person has been shown it for long. */
const GIVE_UP_MS = 24 * 3_600_000;

interface Look {
  /** Of the attempt that it is about. */
  fence: number;
  at: number;
  absentAt: number | null;
}

/** `settleMs`: how long after an attempt began its absence begins to count. */
export function createLooks(settleMs: number): Looks {
  const looks = new Map<string, Look>();
  const lookOf = (effect: StoredEffect): Look | undefined => {
    const look = looks.get(effect.id);
    return look?.fence === effect.fence ? look : undefined;
  };

  const isDue = (effect: StoredEffect, now: number): boolean => {
    const { kind } = effect.effect;
    if (effect.begunAt === null || (kind !== "send_message" && kind !== "place_call")) return false;
    const age = now - effect.begunAt;
    const again = Math.max(LOOK_AGAIN_MS, age * LOOK_AGAIN_SHARE);
    const last = lookOf(effect)?.at ?? Number.NEGATIVE_INFINITY;
    return age >= FIRST_LOOK_MS && age < GIVE_UP_MS && now >= last + again;
  };

  /** An ended call leaves the list of live calls before it is in the list of ended ones, which lags as well. */
  const apartMs = ({ effect }: StoredEffect): number => (effect.kind === "place_call" ? settleMs : Math.min(settleMs, LOOK_AGAIN_MS));

  return {
    due: (inDoubt, now) => {
      const known = new Set(inDoubt.map(({ id }) => id));
      for (const id of looks.keys()) if (!known.has(id)) looks.delete(id);
      const due = inDoubt.filter((effect) => isDue(effect, now));
      for (const effect of due) looks.set(effect.id, { fence: effect.fence, at: now, absentAt: lookOf(effect)?.absentAt ?? null });
      return due;
    },
    weigh: (effect, verdict, now) => {
      const look = lookOf(effect);
      if (!look || verdict?.kind === "found") return verdict ?? null;
      if (!verdict) {
        look.absentAt = null;
        return null;
      }
      if (now < (effect.begunAt ?? now) + settleMs) return null;
      look.absentAt ??= now;
      return now >= look.absentAt + apartMs(effect) ? verdict : null;
    },
  };
}

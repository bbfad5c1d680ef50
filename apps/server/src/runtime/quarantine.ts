import type { Deaths } from "../store/guards/deaths.ts";
import type { RunStore } from "../store/run-store.ts";
import { isRunEffect } from "@cordboard/contract";
import type { Host } from "./host.ts";
import { type StepMarks, subjectOf } from "./step-marks.ts";
import type { Work, Written } from "./step-writer.ts";

/*
 * A run that takes the whole process down with it must not do so for ever:
 *
 *   step ─► its subject is marked ─► computed ─► the mark is gone
 *                                       └─ the process dies ─► the next one finds the mark and counts the death
 *   work ─► three deaths? ── no ─► write
 *                └─ yes ─► its run ends `failed`, `quarantined`
 *
 * Only the step that was being computed is blamed: a process that is killed, or loses its database, blames nobody.
 */
export interface Quarantine {
  /** Does the work, or ends its run. */
  pass: (work: Work, write: (work: Work) => Promise<Written>) => Promise<Written>;
  stop: () => void;
}

const MAX_DEATHS = 3;
/** Another replica may have died of it meanwhile. */
const LOOK_EVERY_MS = 5_000;

export function createQuarantine(options: {
  deaths: Deaths;
  marks: Pick<StepMarks, "left" | "forget">;
  host: Pick<Host, "every">;
  quarantined: (work: Work) => void;
  failed: (error: unknown) => void;
}): Quarantine {
  const { deaths, marks, host } = options;
  let condemned = new Set<string>();

  const count = async (): Promise<void> => {
    for (const subject of marks.left()) await deaths.add(subject);
    marks.forget();
  };
  const look = async (): Promise<void> => {
    await count();
    condemned = new Set(await deaths.condemned(MAX_DEATHS));
  };
  // Nothing is worked on before it is known what killed the process before this one.
  let looked: Promise<void> | null = look().catch(options.failed);
  const cancel = host.every(LOOK_EVERY_MS, () => void look().catch(options.failed));

  return {
    pass: async (work, write) => {
      if (looked) await looked;
      looked = null;
      const subject = subjectOf(work);
      if (!condemned.has(subject)) return write(work);
      const written = await write(sentenced(work));
      if (written.kind === "applied") options.quarantined(work);
      condemned.delete(subject);
      await deaths.forget(subject).catch(options.failed);
      return written;
    },
    stop: cancel,
  };
}

/** A birth is born and ended; a run is ended, whatever its event was. Its guard goes with the event. */
function sentenced({ guard: _guard, ...work }: Work): Work {
  return { ...work, event: work.birth ? work.event : { type: "stop", by: "Cordboard" }, endedAs: "quarantined" };
}

/** What a quarantined run still wanted to do is not done; hanging up is, and so is telling other runs of its end. */
export async function cancelPending(store: Pick<RunStore, "listEffects" | "updateEffect">, runId: string): Promise<void> {
  const { items } = await store.listEffects({ runId, state: "pending", limit: 1_000 });
  for (const { id, effect } of items)
    if (effect.kind !== "hangup_call" && effect.kind !== "cancel_call" && !isRunEffect(effect))
      await store.updateEffect(id, ["pending"], { state: "cancelled", result: null });
}

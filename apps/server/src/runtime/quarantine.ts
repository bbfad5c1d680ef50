import type { RunStore } from "../store/run-store.ts";
import type { Attempts } from "../store/guards/attempts.ts";
import type { Host } from "./host.ts";
import type { Work, Written } from "./step-writer.ts";

/*
 * A run that takes the whole process down with it must not do so for ever. Normal operation pays nothing for that; only a
 * process that follows an unclean death within CAREFUL_MS is careful:
 *
 *   work ──(careful?)── no ─► write
 *             └─ yes ─► "begun" is committed ─► write ─► "ended"
 *                            └─ begun the fourth time: three processes died in it ─► the run ends `failed`, `quarantined`
 *
 * Innocent bystanders of a death have a beginning without an end too. So a suspect (begun before, never ended) is worked on
 * alone: if that goes well it is no suspect any more, and only what really kills the process is counted again and again.
 */
export interface Quarantine {
  /** Does the work, or ends its run. */
  pass: (work: Work, write: (work: Work) => Promise<Written>) => Promise<Written>;
  stop: () => void;
}

const MAX_DEATHS = 3;
/** As long as a carrier goes on bringing an event that nobody answered (7 min for texts), and a while longer. */
const CAREFUL_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5_000;

export function createQuarantine(options: {
  attempts: Attempts;
  /** How many processes on this database died uncleanly within the time. */
  uncleanDeaths: (sinceMs: number) => Promise<number>;
  /** From then on it is known who died before. */
  known: Promise<void>;
  host: Pick<Host, "every">;
  quarantined: (work: Work) => void;
  failed: (error: unknown) => void;
}): Quarantine {
  const { attempts, host } = options;
  let careful = false;
  let suspects = new Set<string>();
  let alone: Promise<unknown> = Promise.resolve();

  const look = async (): Promise<void> => {
    const deaths = await options.uncleanDeaths(CAREFUL_MS);
    if (deaths > 0 && !careful) suspects = new Set(await attempts.unfinished());
    careful = deaths > 0;
  };
  // Nothing is worked on before it is known whether care is needed.
  let looked: Promise<void> | null = options.known.then(look).catch(options.failed);
  const cancel = host.every(LOOK_EVERY_MS, () => void look().catch(options.failed));

  const owed = new Set<string>();
  const end = async (subject: string): Promise<void> => {
    await attempts.end(subject);
    owed.delete(subject);
  };
  const carefully = async (subject: string, work: Work, write: (work: Work) => Promise<Written>): Promise<Written> => {
    // That an earlier end could not be written doesn't make it a death.
    if (owed.has(subject)) await end(subject);
    const condemned = (await attempts.begin(subject)) > MAX_DEATHS;
    try {
      const written = await write(condemned ? sentenced(work) : work);
      if (condemned && written.kind === "applied") options.quarantined(work);
      return written;
    } finally {
      // Only the death of the process leaves a beginning without an end.
      suspects.delete(subject);
      owed.add(subject);
      await end(subject).catch(options.failed);
    }
  };

  return {
    pass: async (work, write) => {
      if (looked) await looked;
      looked = null;
      if (!careful) return write(work);
      const subject = subjectOf(work);
      if (!suspects.has(subject)) return carefully(subject, work, write);
      const turn = alone.then(() => carefully(subject, work, write));
      alone = turn.catch(() => undefined);
      return turn;
    },
    stop: cancel,
  };
}

/** The webhook that begins a run comes with another run id each time. */
const subjectOf = ({ runId, birth, inbox }: Work): string => (birth && inbox ? inbox.key : runId);

/** A birth is born and ended; a run is ended, whatever its event was. Its guard goes with the event. */
function sentenced({ guard: _guard, ...work }: Work): Work {
  return { ...work, event: work.birth ? work.event : { type: "stop", by: "Cordboard" }, endedAs: "quarantined" };
}

/** What a quarantined run still wanted to do is not done; hanging up is. */
export async function cancelPending(store: Pick<RunStore, "listEffects" | "updateEffect">, runId: string): Promise<void> {
  const { items } = await store.listEffects({ runId, state: "pending", limit: 1_000 });
  for (const { id, effect } of items)
    if (effect.kind !== "hangup_call" && effect.kind !== "cancel_call")
      await store.updateEffect(id, ["pending"], { state: "cancelled", result: null });
}

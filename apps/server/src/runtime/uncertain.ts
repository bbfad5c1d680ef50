import { type EffectResult, TIMING } from "@cordboard/contract";
import type { EffectChange, RunStore, StoredEffect } from "../store/run-store.ts";
import { isRepeatable } from "./http-effect.ts";
import { isRunEffect } from "./run-effects.ts";
import type { OutboxOptions } from "./outbox-worker.ts";

/*
 * An effect in doubt: begun, and nobody knows what came of it. In this order:
 *
 *   its worker died ─► adopted ─┬─ to repeat it does no harm ─► pending again
 *                               └─► uncertain ─┬─ a callback under its token proves it (runtime, `prove`) ─► done
 *                                              ├─ the carrier's own list shows it ─► done
 *                                              └─ the time is over: the node's policy, which is never to repeat ─► told to the run
 */
export interface Uncertain {
  /** What dead workers left behind. `all`: this process is alone and has just started. */
  adoptOrphans: (options: { all: boolean; mine: (id: string) => boolean }) => Promise<void>;
  /** Tells runs what nobody settled in time, and looks at the carrier's lists. */
  resolve: () => Promise<void>;
  /** Resolves when no look at the carrier is under way. */
  idle: () => Promise<void>;
}

/** After the request, before the first look at the carrier's lists: they lag behind. */
const SETTLE_MS = 5_000;
const LOOK_AGAIN_MS = 10_000;
const PAGE = 100;

/** How long a run waits for word of an effect, with and without a live call. */
export const PATIENCE = { live: TIMING.uncertainWithLegSeconds * 1000, idle: TIMING.uncertainWithoutLegSeconds * 1000 };
export const patience = ({ live }: StoredEffect): number => (live ? PATIENCE.live : PATIENCE.idle);

export function createUncertain({ store, tell, lookUp, failed }: Pick<OutboxOptions, "store" | "tell" | "lookUp" | "failed">): Uncertain {
  /** When each effect was looked for last, in database time. */
  const lookedAt = new Map<string, number>();
  let looking: Promise<void> | null = null;

  const report = async (effect: StoredEffect): Promise<void> => {
    const message = "The carrier never said whether it did it, so it was not repeated.";
    const result: EffectResult = { ok: false, uncertain: true, error: { code: "uncertain", message } };
    await tell(effect, result, { state: "uncertain", result, reported: true }, { from: ["uncertain"] }, []);
  };

  const look = async (effects: StoredEffect[]): Promise<void> => {
    for (const effect of effects) {
      try {
        const result = await lookUp(effect);
        if (result) await tell(effect, result, receipt(result, "lookup"), { from: ["uncertain"] }, []);
      } catch (error) {
        failed(error, effect.id);
      }
    }
  };

  const toLookFor = async (now: number): Promise<StoredEffect[]> => {
    const open = await unreported(store);
    const known = new Set(open.map(({ id }) => id));
    for (const id of lookedAt.keys()) if (!known.has(id)) lookedAt.delete(id);
    const due = open.filter(
      ({ id, begunAt }) => now >= (begunAt ?? 0) + SETTLE_MS && now >= (lookedAt.get(id) ?? Number.NEGATIVE_INFINITY) + LOOK_AGAIN_MS,
    );
    for (const { id } of due) lookedAt.set(id, now);
    return due;
  };

  return {
    adoptOrphans: async ({ all, mine }) => {
      for (const orphan of await store.findOrphans({ all, reportAfterMs: PATIENCE })) {
        // This process stood still for longer than the lease; its receipt is on the way and still counts.
        if (mine(orphan.id)) continue;
        const { effect } = orphan;
        const harmless =
          isRunEffect(effect) ||
          effect.kind === "hangup_call" ||
          effect.kind === "cancel_call" ||
          (effect.kind === "http_request" && isRepeatable(effect));
        if (harmless) await store.updateEffect(orphan.id, ["uncertain"], { state: "pending", result: null, dueAt: await store.now() });
        // No callback will ever tell of these.
        else if (effect.kind === "http_request" || effect.kind === "transfer_call") await report(orphan);
      }
    },
    resolve: async () => {
      for (const effect of await store.dueReports(PAGE)) await report(effect);
      // The carrier may be slow to answer, or gone: nothing else waits for it.
      if (looking) return;
      const due = await toLookFor(await store.now());
      if (due.length === 0) return;
      looking = look(due).finally(() => (looking = null));
    },
    idle: async () => void (await looking),
  };
}

/** In doubt, and their runs not told yet. */
async function unreported(store: Pick<RunStore, "listEffects">): Promise<StoredEffect[]> {
  const found: StoredEffect[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await store.listEffects({ state: "uncertain", limit: PAGE, ...(cursor !== undefined && { cursor }) });
    found.push(...items.filter(({ reported }) => !reported));
    cursor = next ?? undefined;
  } while (cursor !== undefined && found.length < 10 * PAGE);
  return found;
}

/** How the proof that an effect happened changes it. */
export function receipt(result: EffectResult, resolvedBy: string): EffectChange {
  const uuid = result.ok ? result.data["messageUuid"] : undefined;
  return {
    state: result.ok ? "done" : "failed",
    result,
    reported: true,
    resolvedBy,
    ...(typeof uuid === "string" && { messageUuid: uuid }),
  };
}

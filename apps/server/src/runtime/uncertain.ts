import { type EffectResult, type EffectState, isProvable, isRepeatable } from "@cordboard/contract";
import type { EffectChange, RunStore, StoredEffect } from "../store/run-store.ts";
import { createLooks, type Proof } from "./looks.ts";
import type { OutboxOptions } from "./outbox-worker.ts";
import { giveUpAt, givenUp, inDoubt, PATIENCE } from "./patience.ts";

/*
 * An effect in doubt: begun, and nobody knows what came of it. In this order:
 *
 *   its worker died ─► adopted ─┬─ to repeat it does no harm ─► pending again
 *                               └─► uncertain ─┬─ a callback under its token proves it (runtime, `prove`) ─► done
 *                                              ├─ the carrier's own lists show it ─► done
 *                                              ├─ read whole, twice, long after it began, they don't (looks.ts):
 *                                              │    it never left ─┬─ its step still waits ─► pending again
 *                                              │                   └─ too late ─► failed
 *                                              └─ the time is over: the node's policy, which is never to repeat ─► told to the
 *                                                   run; a callback or the lists still settle it afterwards, without the run
 */
export interface Uncertain {
  /** What dead workers left behind. `all`: this process is alone and has just started. */
  adoptOrphans: (options: { all: boolean; mine: (id: string) => boolean }) => Promise<void>;
  /** Tells runs what nobody settled in time, and looks at the carrier's lists. */
  resolve: () => Promise<void>;
  /** Resolves when no look at the carrier is under way. */
  idle: () => Promise<void>;
}

const PAGE = 100;

type Options = Pick<OutboxOptions, "store" | "tell" | "lookUp" | "failed" | "settleMs"> & {
  /** Something is due again. */
  poke: () => void;
};

export function createUncertain(options: Options): Uncertain {
  const { store, tell, failed } = options;
  const looks = createLooks(options.settleMs);
  let looking: Promise<void> | null = null;

  const report = async (effect: StoredEffect): Promise<void> => {
    const result = inDoubt(effect);
    await tell(effect, result, { state: "uncertain", result, reported: true }, { from: ["uncertain"] }, []);
  };

  /** `fence`: somebody may have claimed it since it was read. */
  const settle = async (effect: StoredEffect, proof: Proof): Promise<void> => {
    const { fence } = effect;
    const from: EffectState[] = ["uncertain"];
    if (proof.kind === "absent" && !effect.reported && (await store.now()) < giveUpAt(effect)) {
      const again = await store.updateEffect(effect.id, from, { state: "pending", result: null, dueAt: await store.now() }, fence);
      if (again) options.poke();
      return;
    }
    const result = proof.kind === "found" ? proof.result : givenUp(effect);
    const to = receipt(result, "lookup");
    // What its run has been told stays as it was told.
    if (effect.reported) await store.updateEffect(effect.id, from, to, fence);
    else await tell(effect, result, to, { from, fence }, []);
  };

  const look = async (effects: StoredEffect[], now: number): Promise<void> => {
    const verdicts = await options.lookUp(effects);
    for (const effect of effects) {
      const proof = looks.weigh(effect, verdicts.get(effect.id), now);
      if (proof) await settle(effect, proof).catch((error: unknown) => failed(error, effect.id));
    }
  };

  return {
    adoptOrphans: async ({ all, mine }) => {
      for (const orphan of await store.findOrphans({ all, reportAfterMs: PATIENCE })) {
        // This process stood still for longer than the lease; its receipt is on the way and still counts.
        if (mine(orphan.id)) continue;
        const { effect } = orphan;
        if (isRepeatable(effect))
          await store.updateEffect(orphan.id, ["uncertain"], { state: "pending", result: null, dueAt: await store.now() });
        // No callback will ever tell of these.
        else if (!isProvable(effect)) await report(orphan);
      }
    },
    resolve: async () => {
      for (const effect of await store.dueReports(PAGE)) await report(effect);
      // The carrier may be slow to answer, or gone: nothing else waits for it.
      if (looking) return;
      const now = await store.now();
      const due = looks.due(await allInDoubt(store), now);
      if (due.length === 0) return;
      looking = look(due, now)
        .catch((error: unknown) => failed(error, ""))
        .finally(() => (looking = null));
    },
    idle: async () => void (await looking),
  };
}

async function allInDoubt(store: Pick<RunStore, "listEffects">): Promise<StoredEffect[]> {
  const found: StoredEffect[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await store.listEffects({ state: "uncertain", limit: PAGE, ...(cursor !== undefined && { cursor }) });
    found.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined && found.length < 10 * PAGE);
  return found;
}

/** How the proof of what came of an effect changes it. */
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

import type { CommitItem, RunStore } from "../src/store/run-store.ts";

export interface Witness {
  committed: (item: CommitItem) => void;
  changed: (effectId: string, state: string) => void;
  begun: (effectId: string) => void;
}

/** The same store; somebody is told of each commit that won. */
export function witness(store: RunStore, { committed, changed, begun }: Witness): RunStore {
  return {
    ...store,
    commit: async (items) => {
      const outcomes = await store.commit(items);
      items.forEach((item, i) => {
        const outcome = outcomes[i];
        if (outcome === undefined || outcome instanceof Error || outcome.kind !== "committed") return;
        committed(item);
        if (item.guard?.kind === "effect") changed(item.guard.effectId, item.guard.to.state);
      });
      return outcomes;
    },
    updateEffect: async (id, from, to, fence) => {
      const moved = await store.updateEffect(id, from, to, fence);
      if (moved) changed(id, to.state);
      return moved;
    },
    beginEffects: async (refs, leaseMs) => {
      const ids = await store.beginEffects(refs, leaseMs);
      for (const id of ids) {
        changed(id, "begun");
        begun(id);
      }
      return ids;
    },
    findOrphans: async (options) => {
      const orphans = await store.findOrphans(options);
      for (const { id } of orphans) changed(id, "uncertain (orphan)");
      return orphans;
    },
  };
}

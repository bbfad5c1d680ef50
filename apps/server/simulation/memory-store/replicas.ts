import type { Replicas } from "../../src/store/run-store.ts";
import type { Tables } from "./rows.ts";

/** Without a sign of life for this long an owner counts as dead. */
const DEAD_MS = 3_000;

export function createMemoryReplicas({ effects, timers }: Tables, now: () => number): Replicas {
  const alive = new Map<string, number>();
  return {
    replicaAlive: async (owner) => {
      const at = now();
      alive.set(owner, at);
      for (const [other, seen] of alive) {
        if (seen > at - DEAD_MS) continue;
        alive.delete(other);
        for (const row of [...effects.values(), ...timers.values()]) if (row.owner === other) row.leaseUntil = 0;
      }
    },
    replicaLeft: async (owner) => void alive.delete(owner),
  };
}

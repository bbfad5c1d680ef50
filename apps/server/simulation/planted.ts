import type { RunStore } from "../src/store/run-store.ts";
import type { MemoryStore } from "./memory-store/memory-store.ts";

/** Worlds with one promise broken on purpose: the simulation must find each of them out. For tests only. */
export const PLANTED = ["inbox", "outbox", "fencing", "timers", "absence", "parties"] as const;
export type Planted = (typeof PLANTED)[number];

export function plant(fault: Planted, store: MemoryStore): RunStore {
  const { tables } = store;
  let n = 0;
  switch (fault) {
    case "inbox":
      // Repeats are not recognised.
      return {
        ...store,
        load: async (want) => ({ ...(await store.load(want)), inbox: new Map() }),
        commit: (items) =>
          store.commit(items.map((item) => (item.inbox ? { ...item, inbox: { ...item.inbox, key: `${item.inbox.key} ${++n}` } } : item))),
      };
    case "outbox":
      // What was begun and has no receipt is taken for not done.
      return {
        ...store,
        findOrphans: async (options) => {
          for (const { id } of await store.findOrphans(options))
            await store.updateEffect(id, ["uncertain"], { state: "pending", result: null, dueAt: await store.now() });
          return [];
        },
      };
    case "fencing":
      // A worker whose lease ran out begins all the same.
      return {
        ...store,
        beginEffects: async (refs) => {
          const at = await store.now();
          for (const { id } of refs) {
            const row = tables.effects.get(id);
            if (row) row.stored = { ...row.stored, state: "begun", attempts: row.stored.attempts + 1, begunAt: at };
            if (row) row.leaseUntil = at + 3_000;
          }
          return new Set(refs.map(({ id }) => id));
        },
      };
    case "parties":
      // Who else is begun to at the same time is not looked at.
      return {
        ...store,
        beginEffects: (refs, leaseMs) =>
          store.beginEffects(
            refs.map(({ id, fence }) => ({ id, fence })),
            leaseMs,
          ),
        heldParties: async () => new Map(),
      };
    case "absence":
      // The carrier's lists lag for longer than is waited for (fake-carrier.ts).
      return store;
    case "timers":
      // The commit doesn't look whether the timer is still set.
      return {
        ...store,
        claimTimers: (claim) => store.dueTimers(claim.limit),
        commit: (items) => store.commit(items.map((item) => (item.guard?.kind === "timer" ? { ...item, guard: null } : item))),
      };
  }
}

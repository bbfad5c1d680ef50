import { type Claim, type ContactSlots, type Slot, slotKey } from "../../src/store/guards/contact-slots.ts";
import type { GuardStore } from "../../src/store/guard-store.ts";
import type { Tables } from "./rows.ts";

/** A claim of which nothing was born for so long is anybody's (contact-slots.ts). */
const STALE_MS = 10_000;

/** Who may begin a run with whom, by the real ones' rules. Nothing else is guarded: no rate, no sum, no machine that answers. */
export function createMemoryGuards(tables: Tables, now: () => number): GuardStore {
  return {
    slots: createMemorySlots(tables, now),
    deaths: { add: async () => undefined, condemned: async () => [], forget: async () => undefined },
    chains: { add: async () => ({ texts: 1, quick: 0 }), sweep: async () => undefined },
    queue: { take: async () => new Map(), today: async () => new Map(), sweep: async () => undefined },
    limits: { read: async () => null, write: async () => undefined },
    spending: { add: async () => undefined, expect: async () => undefined, onDayOf: async () => 0, sweep: async () => undefined },
  };
}

function createMemorySlots({ slots, runs, inbox }: Tables, now: () => number): ContactSlots {
  const nameOf = ({ flowId, contact }: Slot): string => `${flowId} ${contact}`;

  /** Null: the slot is free. */
  const inTheWay = (slot: Slot, instead: ReadonlySet<string>): Claim | null => {
    const holder = slots.get(nameOf(slot));
    if (!holder || holder.runId === slot.runId || instead.has(holder.runId)) return null;
    const run = runs.get(holder.runId);
    if (run) return run.running ? { kind: "held", by: holder.runId } : null;
    if (holder.at + STALE_MS > now()) return { kind: "unborn" };
    const owed = inbox.get(slotKey(holder.runId));
    if (owed) owed.reply ??= "";
    return null;
  };
  const occupy = (slot: Slot, instead: ReadonlySet<string>): Claim => {
    const claim = inTheWay(slot, instead);
    if (!claim) slots.set(nameOf(slot), { runId: slot.runId, at: now() });
    return claim ?? { kind: "claimed" };
  };

  return {
    claim: async (slot, instead = new Set()) => {
      const claim = occupy(slot, instead);
      const key = slotKey(slot.runId);
      if (claim.kind === "claimed" && !inbox.has(key))
        inbox.set(key, { key, runId: slot.runId, callUuid: null, digest: "", at: now(), reply: null });
      return claim;
    },
    claimFor: async (slot) => occupy(slot, new Set()).kind === "claimed",
    settle: async (slot, born) => {
      if (!born && slots.get(nameOf(slot))?.runId === slot.runId) slots.delete(nameOf(slot));
      inbox.delete(slotKey(slot.runId));
    },
  };
}

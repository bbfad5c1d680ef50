import type { Outbox, Party, PartyHolder } from "../../src/store/run-store.ts";
import { changeEffect, effectHolds, type EffectRow, type Tables, toStored } from "./rows.ts";

export function createMemoryOutbox(tables: Tables, now: () => number): Outbox {
  const { effects, parties } = tables;
  const all = (): EffectRow[] => [...effects.values()];
  const fenced = (id: string, fence: number): EffectRow | null => {
    const row = effects.get(id);
    return row && row.fence === fence ? row : null;
  };
  const holderOf = ({ name, apartMs }: Party): PartyHolder | null => {
    const { id, state, begunAt } = effects.get(parties.get(name) ?? "")?.stored ?? {};
    const holds = id !== undefined && begunAt != null && begunAt > now() - apartMs && (state === "begun" || state === "uncertain");
    return holds ? { effectId: id, state, at: begunAt } : null;
  };

  return {
    heldParties: async (wanted) =>
      new Map(
        wanted.flatMap((party) => {
          const holder = holderOf(party);
          return holder ? [[party.name, holder] as const] : [];
        }),
      ),
    claimEffects: async ({ owner, leaseMs, limit }) => {
      const at = now();
      const due = all().filter(({ stored, leaseUntil }) => stored.state === "pending" && stored.dueAt <= at && leaseUntil <= at);
      due.sort((a, b) => a.stored.dueAt - b.stored.dueAt);
      return due.slice(0, limit).map((row) => {
        row.owner = owner;
        row.fence++;
        row.leaseUntil = at + leaseMs;
        return { ...toStored(tables, row), leaseUntil: row.leaseUntil };
      });
    },
    beginEffects: async (refs, leaseMs) => {
      const at = now();
      const begun = new Set<string>();
      for (const { id, fence, party } of refs) {
        const row = fenced(id, fence);
        if (!row || row.stored.state !== "pending" || row.leaseUntil <= at) continue;
        if (party && holderOf(party)) continue;
        if (party) parties.set(party.name, id);
        row.stored = { ...row.stored, state: "begun", attempts: row.stored.attempts + 1, begunAt: at };
        row.leaseUntil = at + leaseMs;
        begun.add(id);
      }
      return begun;
    },
    renewLeases: async (refs, leaseMs) => {
      for (const { id, fence } of refs) {
        const row = fenced(id, fence);
        if (row && row.owner !== null && (row.stored.state === "pending" || row.stored.state === "begun")) row.leaseUntil = now() + leaseMs;
      }
    },
    releaseEffects: async (refs) => {
      for (const { id, fence } of refs) {
        const row = fenced(id, fence);
        if (!row || row.stored.state !== "pending") continue;
        row.leaseUntil = 0;
        row.owner = null;
      }
    },
    findOrphans: async ({ all: every, reportAfterMs }) => {
      const at = now();
      const orphans = all().filter(({ stored, leaseUntil }) => stored.state === "begun" && (every || leaseUntil <= at));
      return orphans.map((row) => {
        const patience = toStored(tables, row).live ? reportAfterMs.live : reportAfterMs.idle;
        changeEffect(tables, row.stored.id, { state: "uncertain", result: null, reportAt: (row.stored.begunAt ?? at) + patience }, at);
        return toStored(tables, row);
      });
    },
    dueReports: async (limit) => {
      const at = now();
      const due = all().filter(
        ({ stored: { state, reported, reportAt } }) => state === "uncertain" && !reported && reportAt !== null && reportAt <= at,
      );
      due.sort((a, b) => (a.stored.reportAt ?? 0) - (b.stored.reportAt ?? 0));
      return due.slice(0, limit).map((row) => toStored(tables, row));
    },
    updateEffect: async (id, from, to, fence) => {
      if (!effectHolds(tables, id, from, fence)) return false;
      changeEffect(tables, id, to, now());
      return true;
    },
    nextEffect: async () => {
      let next: number | null = null;
      for (const { stored, leaseUntil } of effects.values()) {
        let at: number | null = null;
        if (stored.state === "pending") at = Math.max(stored.dueAt, leaseUntil);
        else if (stored.state === "uncertain" && !stored.reported) at = stored.reportAt;
        if (at !== null && (next === null || at < next)) next = at;
      }
      return next;
    },
    knownCarrierId: async (uuid) => tables.messages.has(uuid) || tables.legs.has(uuid),
  };
}

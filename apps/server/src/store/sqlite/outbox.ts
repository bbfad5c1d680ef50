import type Database from "better-sqlite3";
import type { Outbox } from "../run-store.ts";
import { createEffectChanger } from "./effect-change.ts";
import { type EffectRow, toClaimed, toEffect } from "./rows.ts";
import { EFFECT_COLUMNS } from "./run-read.ts";

export function createOutbox(db: Database.Database, now: () => number): Outbox {
  const changer = createEffectChanger(db);
  const due = db.prepare<[number, number, number], { id: string }>(
    "SELECT id FROM effects WHERE state = 'pending' AND due_at <= ? AND lease_until <= ? ORDER BY due_at LIMIT ?",
  );
  const claim = db.prepare("UPDATE effects SET owner = ?, fence = fence + 1, lease_until = ? WHERE id = ?");
  const byId = db.prepare<[string], EffectRow>(`SELECT ${EFFECT_COLUMNS} FROM effects e WHERE e.id = ?`);
  const begin = db.prepare(
    "UPDATE effects SET state = 'begun', attempts = attempts + 1, begun_at = ?, lease_until = ? WHERE id = ? AND fence = ? AND state = 'pending' AND lease_until > ?",
  );
  const renew = db.prepare(
    "UPDATE effects SET lease_until = ? WHERE id = ? AND fence = ? AND state IN ('pending', 'begun') AND owner IS NOT NULL",
  );
  const release = db.prepare("UPDATE effects SET lease_until = 0, owner = NULL WHERE id = ? AND fence = ? AND state = 'pending'");
  const orphans = db.prepare<[number], EffectRow>(`SELECT ${EFFECT_COLUMNS} FROM effects e WHERE e.state = 'begun' AND e.lease_until <= ?`);
  const reports = db.prepare<[number, number], EffectRow>(
    `SELECT ${EFFECT_COLUMNS} FROM effects e WHERE e.state = 'uncertain' AND e.reported = 0 AND e.report_at <= ? ORDER BY e.report_at LIMIT ?`,
  );
  const nextDue = db.prepare<[], { at: number | null }>("SELECT min(max(due_at, lease_until)) AS at FROM effects WHERE state = 'pending'");
  const nextReport = db.prepare<[], { at: number | null }>(
    "SELECT min(report_at) AS at FROM effects WHERE state = 'uncertain' AND reported = 0",
  );
  const message = db.prepare<[string], { uuid: string }>("SELECT uuid FROM messages WHERE uuid = ?");
  const leg = db.prepare<[string], { call_uuid: string }>("SELECT call_uuid FROM legs WHERE call_uuid = ?");
  /** Runs `work` in one durable transaction. */
  const inOne = <T>(work: () => T): T => db.transaction(work).immediate();
  const found = (id: string): EffectRow[] => {
    const row = byId.get(id);
    return row ? [row] : [];
  };

  return {
    claimEffects: async ({ owner, leaseMs, limit }) => {
      const at = now();
      // Most polls find nothing: they cost a read, not a write.
      if (due.get(at, at, 1) === undefined) return [];
      return inOne(() =>
        due.all(at, at, limit).flatMap(({ id }) => {
          claim.run(owner, at + leaseMs, id);
          return found(id).map(toClaimed);
        }),
      );
    },
    beginEffects: async (refs, leaseMs) =>
      inOne(() => {
        const at = now();
        return new Set(refs.filter((r) => begin.run(at, at + leaseMs, r.id, r.fence, at).changes === 1).map((r) => r.id));
      }),
    renewLeases: async (refs, leaseMs) => inOne(() => refs.forEach((r) => renew.run(now() + leaseMs, r.id, r.fence))),
    releaseEffects: async (refs) => inOne(() => refs.forEach((r) => release.run(r.id, r.fence))),
    findOrphans: async ({ all, reportAfterMs }) => {
      const at = now();
      const until = all ? Number.MAX_SAFE_INTEGER : at;
      if (orphans.get(until) === undefined) return [];
      return inOne(() =>
        orphans.all(until).flatMap((row) => {
          const patience = row.live > 0 ? reportAfterMs.live : reportAfterMs.idle;
          changer.change(row.id, { state: "uncertain", result: null, reportAt: (row.begun_at ?? at) + patience }, at);
          return found(row.id).map(toEffect);
        }),
      );
    },
    dueReports: async (limit) => reports.all(now(), limit).map(toEffect),
    updateEffect: async (id, from, to, fence) =>
      inOne(() => {
        if (!changer.holds(id, from, fence)) return false;
        changer.change(id, to, now());
        return true;
      }),
    nextEffect: async () => {
      const times = [nextDue.get()?.at, nextReport.get()?.at].filter((at) => at !== null && at !== undefined);
      return times.length > 0 ? Math.min(...times) : null;
    },
    knownCarrierId: async (uuid) => message.get(uuid) !== undefined || leg.get(uuid) !== undefined,
  };
}

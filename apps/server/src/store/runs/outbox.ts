import type { Outbox } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import { among, createBeginEffects } from "./begin-effects.ts";
import { changeEffect } from "./effect-change.ts";
import type { DatabaseTime } from "./database-time.ts";
import { EFFECT_COLUMNS, type EffectRow, toClaimed, toEffect } from "./rows.ts";

export function createOutbox(sql: Sql, time: DatabaseTime): Outbox {
  const { now } = time;
  const minimum = async (text: string, values: number[]): Promise<number[]> => {
    const row = await sql.get<{ at: number | null }>(text, values);
    return row && row.at !== null ? [row.at] : [];
  };

  return {
    ...createBeginEffects(sql, time),
    claimEffects: async ({ owner, leaseMs, limit }) => {
      const { bound, value } = time.due();
      const DUE = `SELECT id FROM effects WHERE state = 'pending' AND due_at <= ${bound} AND lease_until <= ${bound} ORDER BY due_at LIMIT ?`;
      // Most polls find nothing: they cost a read, not a write.
      if ((await sql.get(DUE, [value, value, 1])) === undefined) return [];
      const rows = await sql.all<EffectRow>(
        `WITH due AS MATERIALIZED (${DUE}${sql.skipLocked})
         UPDATE effects SET owner = ?, fence = fence + 1, lease_until = ? WHERE id IN (SELECT id FROM due) RETURNING ${EFFECT_COLUMNS}`,
        [value, value, limit, owner, now() + leaseMs],
      );
      return rows.sort((a, b) => a.due_at - b.due_at).map(toClaimed);
    },
    renewLeases: async (refs, leaseMs) => {
      if (refs.length === 0) return;
      const mine = among(refs);
      await sql.run(`UPDATE effects SET lease_until = ? WHERE ${mine.refs} AND state IN ('pending', 'begun') AND owner IS NOT NULL`, [
        now() + leaseMs,
        ...mine.values,
      ]);
    },
    releaseEffects: async (refs) => {
      if (refs.length === 0) return;
      const mine = among(refs);
      await sql.run(`UPDATE effects SET lease_until = 0, owner = NULL WHERE ${mine.refs} AND state = 'pending'`, mine.values);
    },
    findOrphans: async ({ all, reportAfterMs }) => {
      const at = now();
      const until = all ? Number.MAX_SAFE_INTEGER : at;
      const BEGUN = `SELECT ${EFFECT_COLUMNS} FROM effects WHERE state = 'begun' AND lease_until <= ?`;
      if ((await sql.get(`${BEGUN} LIMIT 1`, [until])) === undefined) return [];
      return sql.transaction(async (tx) => {
        const orphans = await tx.all<EffectRow>(`${BEGUN}${sql.skipLocked}`, [until]);
        for (const row of orphans) {
          const patience = (row.live ?? 0) > 0 ? reportAfterMs.live : reportAfterMs.idle;
          row.report_at = (row.begun_at ?? at) + patience;
          row.state = "uncertain";
          await changeEffect(tx, { id: row.id, from: ["begun"], to: { state: "uncertain", result: null, reportAt: row.report_at }, at });
        }
        return orphans.map(toEffect);
      });
    },
    dueReports: async (limit) => {
      const rows = await sql.all<EffectRow>(
        `SELECT ${EFFECT_COLUMNS} FROM effects WHERE state = 'uncertain' AND reported = 0 AND report_at <= ? ORDER BY report_at LIMIT ?`,
        [now(), limit],
      );
      return rows.map(toEffect);
    },
    updateEffect: (id, from, to, fence) => sql.transaction((tx) => changeEffect(tx, { id, from, to, at: now(), fence })),
    nextEffect: async () => {
      const at = now();
      const times = [
        await minimum("SELECT min(due_at) AS at FROM effects WHERE state = 'pending' AND lease_until <= ?", [at]),
        // One that somebody has claimed may come back when its lease is over.
        await minimum("SELECT min(lease_until) AS at FROM effects WHERE state = 'pending' AND due_at <= ? AND lease_until > ?", [at, at]),
        await minimum("SELECT min(report_at) AS at FROM effects WHERE state = 'uncertain' AND reported = 0", []),
      ].flat();
      return times.length > 0 ? Math.min(...times) : null;
    },
    knownCarrierId: async (uuid) =>
      (await sql.get("SELECT 1 AS known FROM messages WHERE uuid = ? UNION ALL SELECT 1 FROM legs WHERE call_uuid = ?", [uuid, uuid])) !==
      undefined,
  };
}

import type { Timers } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import type { DatabaseTime } from "./database-time.ts";

interface TimerRow {
  run_id: string;
  id: string;
  due_at: number;
}
const toDue = ({ run_id, id, due_at }: TimerRow) => ({ runId: run_id, timerId: id, dueAt: due_at });

/**
 * A timer's life:
 *
 *   set ─due─► claimed (owner, lease) ─┬─ its event is committed ─► gone (the commit's guard decides: it fires once)
 *     ▲                                └─ the owner died ─► the lease runs out, or the owner is found dead
 *     └────────────────────────────────────────────────────────┘
 */
export function createTimers(sql: Sql, time: DatabaseTime): Timers {
  return {
    claimTimers: async ({ owner, leaseMs, limit }) => {
      const { bound, value } = time.due();
      const DUE = `SELECT run_id, id FROM timers WHERE due_at <= ${bound} AND lease_until <= ${bound} ORDER BY due_at LIMIT ?`;
      // Most polls find nothing: they cost a read, not a write.
      if ((await sql.get(DUE, [value, value, 1])) === undefined) return [];
      const rows = await sql.all<TimerRow>(
        `WITH due AS MATERIALIZED (${DUE}${sql.skipLocked})
         UPDATE timers SET owner = ?, lease_until = ? WHERE (run_id, id) IN (SELECT run_id, id FROM due) RETURNING run_id, id, due_at`,
        [value, value, limit, owner, time.now() + leaseMs],
      );
      return rows.map(toDue).sort((a, b) => a.dueAt - b.dueAt);
    },
    dueTimers: async (limit) => {
      const { bound, value } = time.due();
      const rows = await sql.all<TimerRow>(`SELECT run_id, id, due_at FROM timers WHERE due_at <= ${bound} ORDER BY due_at LIMIT ?`, [
        value,
        limit,
      ]);
      return rows.map(toDue);
    },
    nextTimer: async () => {
      const at = time.now();
      const row = await sql.get<{ free: number | null; leased: number | null }>(
        `SELECT (SELECT due_at FROM timers WHERE lease_until <= ? ORDER BY due_at LIMIT 1) AS free,
           (SELECT min(lease_until) FROM timers WHERE due_at <= ? AND lease_until > ?) AS leased`,
        [at, at, at],
      );
      const times = [row?.free ?? null, row?.leased ?? null].filter((when) => when !== null);
      return times.length > 0 ? Math.min(...times) : null;
    },
    dropTimer: async (runId, timerId) => void (await sql.run("DELETE FROM timers WHERE run_id = ? AND id = ?", [runId, timerId])),
  };
}

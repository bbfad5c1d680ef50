import type { Replicas } from "../run-store.ts";
import type { Sql, SqlWriter } from "../sql.ts";
import type { DatabaseTime } from "./database-time.ts";

/** As long as a lease: an owner that is silent for this long has lost its claims anyway. */
export const DEAD_AFTER_MS = 3_000;
/** Dead ones are remembered this long. */
const KEPT_MS = 24 * 3_600_000;

/*
 * An owner's row:
 *
 *   (none) ─replicaAlive─► alive ─┬─ replicaLeft ─► (none)
 *                            ▲    └─ silent for 3 s, seen by another ─► dead: its claims are free again
 *                            └─ it was only held up, and says so ──────────┘
 *
 * The embedded database has one process, which says so once: any other owner that the next one finds is dead.
 */
export function createReplicas(sql: Sql, time: DatabaseTime): Replicas {
  const embedded = sql.engine === "sqlite";
  let said = "";
  return {
    replicaAlive: async (owner) => {
      if (embedded && said === owner) return;
      const now = time.now();
      await sql.run(
        `INSERT INTO replicas (owner, started_at, seen_at, dead) VALUES (?, ?, ?, 0)
         ON CONFLICT (owner) DO UPDATE SET seen_at = excluded.seen_at, dead = 0`,
        [owner, now, now],
      );
      const dead = embedded
        ? await sql.all<{ owner: string }>("UPDATE replicas SET dead = 1, seen_at = ? WHERE owner <> ? AND dead = 0 RETURNING owner", [
            now,
            owner,
          ])
        : await sql.all<{ owner: string }>("UPDATE replicas SET dead = 1 WHERE seen_at < ? AND dead = 0 RETURNING owner", [
            now - DEAD_AFTER_MS,
          ]);
      if (dead.length > 0)
        await sql.transaction((tx) =>
          takeOver(
            tx,
            dead.map((row) => row.owner),
            now,
          ),
        );
      said = owner;
    },
    replicaLeft: async (owner) => {
      await sql.run("DELETE FROM replicas WHERE owner = ?", [owner]);
      await sql.run("DELETE FROM replicas WHERE seen_at < ?", [time.now() - KEPT_MS]);
      said = "";
    },
  };
}

/** What they had claimed is free; what they had begun is found by the next look for orphans. */
async function takeOver(tx: SqlWriter, owners: string[], now: number): Promise<void> {
  for (const owner of owners) {
    await tx.run("UPDATE effects SET lease_until = 0, owner = NULL WHERE state = 'pending' AND due_at <= ? AND owner = ?", [now, owner]);
    await tx.run("UPDATE effects SET lease_until = 0 WHERE state = 'begun' AND owner = ?", [owner]);
    await tx.run("UPDATE timers SET lease_until = 0, owner = NULL WHERE due_at <= ? AND owner = ?", [now, owner]);
  }
}

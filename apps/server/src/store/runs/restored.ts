import { TIMING } from "@cordboard/contract";
import type { Logger } from "pino";
import type { Sql, SqlWriter } from "../sql.ts";

/*
 * A restored database is an older moment: what it says is still to be sent may have been sent long ago.
 *
 *   copy made or put back ─► the row `restored` ─┐
 *   PostgreSQL: the same rows in another database ─┴─► at the next start, before anything is sent:
 *                                                       pending and begun effects ─► uncertain (a callback, a look at the
 *                                                       carrier's lists or a person settles them; none is sent by itself)
 *
 * Both rows live in `settings`, which every release of the schema has.
 */
const RESTORED = "restored";
const IDENTITY = "database_identity";

/** On a copy of the database: its next start is the one after a restore. */
export const MARK_RESTORED = `INSERT INTO settings (name, value) VALUES ('${RESTORED}', '1') ON CONFLICT (name) DO NOTHING`;

/** pg_restore makes another database, so its number is another one; a copy of the files keeps both (then the row is set by hand). */
const IDENTITY_OF_POSTGRES = `SELECT c.system_identifier::text || '/' || d.oid::text AS identity
  FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`;

/**
 * To be called at each start, when the migrations are done and no worker runs. `now`: database time, ms since the epoch.
 * Answers how many effects are in doubt now because the database was restored. Of replicas that start together one does it.
 */
export async function settleRestored(sql: Sql, now: number, log: Logger): Promise<number> {
  const identity = sql.engine === "postgres" ? await identityOf(sql) : "";
  const found = await sql.transaction(async (tx) => {
    const moved = identity !== "" && (await isAnother(tx, identity));
    const marked = (await tx.run(`DELETE FROM settings WHERE name = '${RESTORED}'`)) > 0;
    return moved || marked ? { doubtful: await doubt(tx, now) } : null;
  });
  if (!found) return 0;
  log.warn(
    { code: "database_restored", effects: found.doubtful },
    "This database was restored from a backup. What it still had to send is uncertain now: look at GET /api/effects?state=uncertain.",
  );
  return found.doubtful;
}

/** Empty where the server keeps it to itself: then only the row `restored` tells. */
async function identityOf(sql: Sql): Promise<string> {
  const row = await sql.get<{ identity: string }>(IDENTITY_OF_POSTGRES).catch(() => undefined);
  return row?.identity ?? "";
}

/** Remembers where the database is; true when it was elsewhere before. */
async function isAnother(tx: SqlWriter, identity: string): Promise<boolean> {
  const added = await tx.run(`INSERT INTO settings (name, value) VALUES ('${IDENTITY}', ?) ON CONFLICT (name) DO NOTHING`, [identity]);
  if (added > 0) return false;
  return (await tx.run(`UPDATE settings SET value = ? WHERE name = '${IDENTITY}' AND value <> ?`, [identity, identity])) > 0;
}

/** Only of texts and calls the carrier may still tell something; runs that wait for the others are told at once. */
async function doubt(tx: SqlWriter, now: number): Promise<number> {
  return tx.run(
    `UPDATE effects SET state = 'uncertain', result = NULL, owner = NULL, lease_until = 0, begun_at = coalesce(begun_at, due_at),
       report_at = CASE WHEN kind IN ('send_message', 'place_call') THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END
     WHERE state IN ('pending', 'begun')`,
    [now + TIMING.uncertainWithoutLegSeconds * 1_000, now],
  );
}

import type { Sql } from "../sql.ts";

/** So many rows at once: a sweep never holds up a commit for long. */
const AT_ONCE = 2_000;
/** A party that was begun to this long ago is held by nobody. So few are younger that they are read through. */
const PARTY_MS = 10 * 60_000;

/** Removes old nonces, parties and the inbox rows of runs that are over. `now`: database time. */
export async function sweep(sql: Sql, now: number, older: { nonceMs: number; inboxMs: number }): Promise<void> {
  const inPieces = async (text: string, before: number): Promise<void> => {
    while ((await sql.run(text, [before, AT_ONCE])) === AT_ONCE);
  };
  await inPieces("DELETE FROM nonces WHERE nonce IN (SELECT nonce FROM nonces WHERE at < ? ORDER BY at LIMIT ?)", now - older.nonceMs);
  await inPieces("DELETE FROM parties WHERE name IN (SELECT name FROM parties WHERE at < ? LIMIT ?)", now - PARTY_MS);
  await inPieces(
    `DELETE FROM inbox WHERE key IN (SELECT key FROM inbox WHERE at < ?
       AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.id = inbox.run_id AND runs.status = 'running') ORDER BY at LIMIT ?)`,
    now - older.inboxMs,
  );
}

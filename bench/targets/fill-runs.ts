import { DatabaseSync } from "node:sqlite";
import pg from "pg";

/*
 * Runs that are over, as a store holds them after years: a run's row, its commits, what came and what was answered.
 * Written in the store's own tables (`apps/server/src/store`), because nobody waits for a million calls.
 */
const STATE = JSON.stringify({ padding: "x".repeat(1_500) });
const ENTRY = JSON.stringify({ padding: "x".repeat(400) });
const COMMIT = JSON.stringify({ padding: "x".repeat(2_000) });
const BEGAN = 1_600_000_000_000;

/** Parts of a row by its number `n`; ids are spread as real ones are. */
function rows(hex: (seed: string) => string): [table: string, columns: string, values: string][] {
  const run = hex("'run'");
  return [
    [
      "runs",
      "id, flow_id, status, test, number, contact, batch_id, started_at, ended_at, live_legs, search, row_version, state",
      `${run}, 'flow-of-before', 'completed', 0, '+14155550199', '+1415' || (5550000 + n % 10000), NULL, ${BEGAN} + n, ${BEGAN} + n + 60000, 0, ${run}, 3, '${STATE}'`,
    ],
    ...[1, 2, 3].map((version): [string, string, string] => [
      "commits",
      "run_id, seq, version, part, entry",
      `${run}, ${version * 2}, ${version}, 0, '${COMMIT}'`,
    ]),
    ["inbox", "key, run_id, call_uuid, digest, at, reply", `${hex("'key'")}, ${run}, ${hex("'leg'")}, 'd', ${BEGAN} + n, '${ENTRY}'`],
    ["tokens", "token, run_id, effect_id", `${hex("'token'")}, ${run}, NULL`],
    ["legs", "call_uuid, run_id, leg, ended, started_at, last_reply", `${hex("'leg'")}, ${run}, '${ENTRY}', 1, ${BEGAN} + n, NULL`],
    ["nonces", "nonce, digest, at", `${hex("'nonce'")}, 'd', ${BEGAN} + n`],
  ];
}

/** Adds `count` runs to a store whose server has stopped. */
export async function fillRuns(target: { file: string } | { url: string }, count: number): Promise<void> {
  if ("file" in target) fillSqlite(target.file, count);
  else await fillPostgres(target.url, count);
}

function fillSqlite(file: string, count: number): void {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA synchronous = OFF");
  db.exec("PRAGMA cache_size = -500000");
  // Times an odd number, modulo 2^32: spread, and never the same twice.
  const hex = (seed: string): string => `${seed} || printf('-%08x', n * 2654435761 % 4294967296)`;
  const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`;
  for (const [table, columns, values] of rows(hex)) db.exec(`INSERT INTO ${table} (${columns}) ${numbers} SELECT ${values} FROM numbers`);
  db.exec("ANALYZE");
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
}

async function fillPostgres(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const hex = (seed: string): string => `${seed} || '-' || md5(${seed} || n)`;
  for (const [table, columns, values] of rows(hex))
    await client.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1, ${count}) AS numbers (n)`);
  await client.query("VACUUM ANALYZE");
  await client.query("CHECKPOINT");
  await client.end();
}

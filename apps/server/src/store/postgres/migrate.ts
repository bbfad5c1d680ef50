import type { Pool, PoolClient } from "pg";
import { createHash } from "node:crypto";
import type { TimedQuery } from "./pool.ts";
import { isBreaking, migratedTo, type Migration, migrationSql } from "../migrations.ts";

/** A migration of a large table takes its time; nobody's webhook waits for it. */
const LONGEST_MS = 3_600_000;

const TABLE = `CREATE TABLE IF NOT EXISTS migrations
  (area TEXT NOT NULL, n INTEGER NOT NULL, at TIMESTAMPTZ NOT NULL, breaking BOOLEAN NOT NULL, PRIMARY KEY (area, n))`;

/**
 * Applies the migrations of one area (`runs`, `catalog`) that are still missing, each in its own transaction under a lock,
 * so that replicas that start together take turns. Errors: `database_newer`, and PostgreSQL's own.
 */
export async function migrate(pool: Pool, area: string, migrations: readonly Migration[]): Promise<void> {
  for (let done = false; !done;) {
    done = await underLock(pool, "migrate", async (client) => {
      await client.query(TABLE);
      const { rows } = await client.query<{ n: number; breaking: boolean }>("SELECT n, breaking FROM migrations WHERE area = $1", [area]);
      const next = migrations[migratedTo(area, migrations, rows)];
      if (next === undefined) return true;
      const work: TimedQuery = { text: migrationSql(next), query_timeout: LONGEST_MS };
      await client.query(work);
      await client.query("INSERT INTO migrations (area, n, at, breaking) VALUES ($1, $2, now(), $3)", [
        area,
        migrations.indexOf(next) + 1,
        isBreaking(next),
      ]);
      return false;
    });
  }
}

/** `work` on a connection in a transaction, while no other replica is in `work` of this name. Works through a pooler too. */
export async function underLock<Result>(pool: Pool, name: string, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(
      "BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    );
    const take: TimedQuery = { text: "SELECT pg_advisory_xact_lock($1)", values: [lockKey(name)], query_timeout: LONGEST_MS };
    await client.query(take);
    const result = await work(client);
    await client.query("COMMIT");
    broken = false;
    return result;
  } catch (error) {
    broken = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Advisory locks have numbers, one space for the whole database: ours are far from anybody's small ones. */
const lockKey = (name: string): string => createHash("sha256").update(`cordboard/${name}`).digest().readBigInt64BE().toString();

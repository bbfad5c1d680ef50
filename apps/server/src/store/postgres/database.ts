import type { Logger } from "pino";
import type { Pool } from "pg";
import type { Migration } from "../migrations.ts";
import type { Sql } from "../sql.ts";
import { checkDatabase } from "./checks.ts";
import { connectError } from "./connect-errors.ts";
import { codeOf, isLostConnection } from "./errors.ts";
import { migrate, underLock } from "./migrate.ts";
import { createNotifications, type Notifications } from "./notifications.ts";
import { BY_KEY_SESSION, createPool, PATIENT_MS } from "./pool.ts";
import { createPostgresSql } from "./sql.ts";

/** A database server that says that it is still starting is waited for this long. */
const STARTING_MS = 30_000;
/** And one that answers late, or breaks off. */
const LATE_MS = 8_000;
/** Asked again, these say the same: a host or port that is wrong is told at once. */
const NOBODY_THERE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Locks that one replica holds or waits for at once. */
const LOCKS = 3;
/** Batches of run commits that are under way at once, and what is retried. */
const COMMITS = 4;

/** One PostgreSQL, as one replica uses it. */
export interface PostgresDatabase {
  pool: Pool;
  /** For what a webhook waits for: ends within 2 s. */
  sql: Sql;
  /** For commits of runs, which lists and searches don't hold up; ends within 2 s. */
  commits: Sql;
  /** For lists, searches and sweeps: ends within 30 s. */
  patient: Sql;
  notifications: Notifications;
  /** Applies what is missing of an area; replicas that start together take turns. Errors: `database_newer`, `database_rights_missing`. */
  migrate: (area: string, migrations: readonly Migration[]) => Promise<void>;
  /** `work` while no other replica is in `work` of this name. */
  underLock: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
  close: () => Promise<void>;
}

/**
 * Connects and looks whether the database is fit. `url`: DATABASE_URL; it is never logged and in no error.
 * Errors: `database_unreachable`, `database_login_refused`, `database_missing`, `database_too_old`, `database_read_only`.
 */
export async function openPostgres(url: string, log: Logger): Promise<PostgresDatabase> {
  const pool = createPool(url, log);
  // A lock is held over other work, which needs connections itself: with those of one pool, all could wait for each other.
  const locks = createPool(url, log, { max: LOCKS, waitMs: PATIENT_MS });
  const sql = createPostgresSql(pool);
  const commits = createPostgresSql(createPool(url, log, { max: COMMITS, session: BY_KEY_SESSION }));
  const coded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw connectError(error, url);
    }
  };
  try {
    await coded(() => whenStarted(() => sql.get("SELECT 1")));
  } catch (error) {
    await locks.end();
    await commits.close();
    await sql.close();
    throw error;
  }
  const notifications = createNotifications(url, sql, log);
  const close = async (): Promise<void> => {
    await notifications.close();
    await locks.end();
    await commits.close();
    await sql.close();
  };
  try {
    await coded(() => checkDatabase(sql, notifications, log));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pool,
    sql,
    commits,
    patient: createPostgresSql(pool, { timeoutMs: PATIENT_MS }),
    notifications,
    migrate: (area, migrations) => coded(() => migrate(pool, area, migrations)),
    underLock: (name, work) => underLock(locks, name, work),
    close,
  };
}

/** Started together on a small machine, the database may need longer: it says so (57P03), is slow to connect, or breaks off. */
async function whenStarted(ask: () => Promise<unknown>): Promise<void> {
  for (const began = performance.now(); ;) {
    try {
      await ask();
      return;
    } catch (error) {
      const waited = performance.now() - began;
      const late = isLostConnection(error) && !NOBODY_THERE.has(codeOf(error));
      if (waited > (codeOf(error) === "57P03" ? STARTING_MS : late ? LATE_MS : 0)) throw error;
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}

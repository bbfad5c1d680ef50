import type { Logger } from "pino";
import pg from "pg";

/** What a webhook waits for ends within this, or its caller is held (voice) or asked to come again (texts). */
export const HOT_MS = 2_000;
/** What only a person or a sweep waits for. */
export const PATIENT_MS = 30_000;
/** Our transactions are never idle: one that is belongs to a process that stands still or can't be reached, and holds up the others. */
const IDLE_MS = 3_000;
/** Connections of one replica, without the one that listens. Few in flight commit most: see `docs/operators/`. */
const CONNECTIONS = 16;

/**
 * Said to the database on each new connection. A statement of ours that nobody waits for any more ends by itself: locks are
 * waited for no longer than a webhook waits, a forgotten transaction is rolled back as soon as its claims would be another's, and
 * a client whose machine is gone without a word is noticed within ten seconds (over TCP; such a client may hold locks of `underLock`).
 */
const SESSION = `SET statement_timeout = ${PATIENT_MS}; SET lock_timeout = ${HOT_MS};
  SET idle_in_transaction_session_timeout = ${IDLE_MS}; SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;
  SET default_transaction_isolation = 'read committed'; SET timezone = 'UTC'`;

/**
 * For connections that only commit runs: their statements are planned once, before the tables have grown and been counted,
 * and always by the keys. (A plan per batch costs a millisecond; one made for empty tables reads whole tables later.)
 */
export const BY_KEY_SESSION = `SET plan_cache_mode = force_generic_plan; SET jit = off;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off`;

const INT8 = 20;
const NUMERIC = 1700;
/** Counters and times fit a double; `pg` would give them as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);
types.setTypeParser(NUMERIC, Number);

/** `query_timeout`: ms after which the client gives up, also when the network is silent; the server has `statement_timeout`. */
export interface TimedQuery extends pg.QueryConfig {
  query_timeout: number;
}

/** How one connection is made. */
export function clientConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "cordboard",
    connectionTimeoutMillis: HOT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: HOT_MS,
    types,
  };
}

/**
 * A pool that outlives its database: broken connections are dropped, and new ones made when they are wanted.
 * `waitMs`: for one that is free, and for a new one. `session`: said to each new connection.
 */
export function createPool(url: string, log: Logger, { max = CONNECTIONS, waitMs = HOT_MS, session = "" } = {}): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(url),
    max,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 60_000,
    onConnect: async (client) => {
      // Without a listener of its own a connection that breaks while it is lent out would end the process.
      client.on("error", () => undefined);
      await client.query(session === "" ? SESSION : `${SESSION}; ${session}`);
      // Servers on some systems cannot look whether a client is still there.
      await client.query(`SET client_connection_check_interval = ${HOT_MS}`).catch(() => undefined);
    },
  });
  pool.on("error", (error) => log.warn({ code: "database_connection_lost", reason: error.message }, "a database connection broke"));
  return pool;
}

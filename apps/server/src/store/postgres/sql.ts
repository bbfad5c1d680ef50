import type { Pool, PoolClient } from "pg";
import type { Sql, SqlValue, SqlWriter } from "../sql.ts";
import { isLostConnection, isLostRace } from "./errors.ts";
import { HOT_MS, type TimedQuery } from "./pool.ts";
import { statement } from "./statement.ts";

const ATTEMPTS = 8;
const ALIVE_MS = 1_000;
/** A connection that is found dead is found at once; one that is silent has used up the time of whoever waits. */
const AT_ONCE_MS = 500;
/** Connections that are still lent out when we close get this long. */
const CLOSE_MS = 5_000;

type Queryable = Pick<PoolClient, "query">;

/**
 * The port on PostgreSQL. Transactions are READ COMMITTED: what a transaction reads to change it, it reads with `forUpdate`
 * (or decides with one conditional statement). A statement that fails ends its transaction, also when `work` catches it.
 * Statements name their columns: with `*` a plan breaks when a newer Cordboard beside this one adds a column.
 * `timeoutMs`: how long one statement may take.
 */
export function createPostgresSql(pool: Pool, { timeoutMs = HOT_MS }: { timeoutMs?: number } = {}): Sql {
  const query = (on: Queryable, sql: string, parameters: readonly SqlValue[]) => {
    const config: TimedQuery = { ...statement(sql), values: [...parameters], query_timeout: timeoutMs };
    return on.query<object>(config);
  };
  /** A read whose connection was found dead is simply asked again: a restarted database has broken the whole pool. */
  const read = async (sql: string, parameters: readonly SqlValue[]) => {
    const began = performance.now();
    try {
      return await query(pool, sql, parameters);
    } catch (error) {
      if (performance.now() - began > AT_ONCE_MS || !isLostConnection(error) || !/^\s*select\b/i.test(sql)) throw error;
      return query(pool, sql, parameters);
    }
  };
  const writer = (on: Queryable): SqlWriter => ({
    all: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => rowsAs<Row>((await query(on, sql, parameters)).rows),
    get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => rowsAs<Row>((await query(on, sql, parameters)).rows)[0],
    run: async (sql, parameters = []) => (await query(on, sql, parameters)).rowCount ?? 0,
  });

  const attempt = async <Result>(work: (sql: SqlWriter) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    let broken: unknown;
    try {
      await client.query("BEGIN");
      const result = await work(writer(client));
      const { command } = await client.query("COMMIT");
      if (command !== "COMMIT") throw new Error("a statement of the transaction had failed, so nothing was written");
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      client.release(broken !== undefined);
    }
  };

  return {
    engine: "postgres",
    skipLocked: " FOR UPDATE SKIP LOCKED",
    forUpdate: " FOR UPDATE",
    all: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => rowsAs<Row>((await read(sql, parameters)).rows),
    get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => rowsAs<Row>((await read(sql, parameters)).rows)[0],
    run: async (sql, parameters = []) => (await read(sql, parameters)).rowCount ?? 0,
    transaction: async (work) => {
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(work);
        } catch (error) {
          if (tried === ATTEMPTS || !isLostRace(error)) throw error;
          await new Promise((done) => setTimeout(done, Math.random() * 10 * tried));
        }
      }
    },
    alive: async () => {
      try {
        const config: TimedQuery = { text: "SELECT 1", query_timeout: ALIVE_MS };
        await pool.query(config);
        return true;
      } catch {
        return false;
      }
    },
    close: async () => {
      if (pool.ending) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((done) => (timer = setTimeout(done, CLOSE_MS)));
      await Promise.race([pool.end(), late]);
      clearTimeout(timer);
    },
  };
}

/** What is wrong with the connection, if it cannot be used again. */
async function rollback(client: PoolClient): Promise<unknown> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The caller names what its statement selects. */
function rowsAs<Row>(rows: object[]): Row[] {
  return rows as Row[];
}

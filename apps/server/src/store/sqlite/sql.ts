import type { CommitVerdict, RunRows } from "../runs/run-rows.ts";
import type { Migration } from "../migrations.ts";
import type { Sql, SqlValue, SqlWriter } from "../sql.ts";
import { migrate, openDatabase } from "./database.ts";
import { createStatements } from "./statements.ts";
import { isFailure, linkOnThisThread, linkToThread, toError } from "./writer-link.ts";
import type { CommitReply } from "./writer.ts";

/**
 * The port on SQLite. Reads are made here, from a connection of its own that never waits for the writer; every write goes
 * to the one writer (`writer.ts`) and resolves when it is durable, so what was written can be read at once.
 */
export interface SqliteSql extends Sql {
  transaction<Result>(work: (sql: SqliteWriter) => Promise<Result>): Promise<Result>;
  /** Run commits of one turn; each wins or loses alone, and a poisoned one is answered by an Error. */
  commitRuns(at: number, items: RunRows[]): Promise<(CommitVerdict | Error)[]>;
  /** `work` sees the database as it is now, whatever is written meanwhile. */
  snapshot<Result>(work: () => Result): Result;
  /** Reads that don't wait: rows as the caller names them. */
  rows<Row>(sql: string, parameters: readonly SqlValue[]): Row[];
  /** Before anything else is written. Errors: `database_newer`. */
  migrate(area: string, migrations: readonly Migration[]): void;
}
export interface SqliteWriter extends SqlWriter {
  commitRuns(at: number, items: RunRows[]): Promise<(CommitVerdict | Error)[]>;
}

/** `:memory:`: reads and writes on one connection and one thread, for tests. Errors: `database_not_opened`. */
export function openSqlite(file: string): SqliteSql {
  const db = openDatabase(file);
  const inMemory = file === ":memory:";
  // All changes are the writer's.
  const readOnly = (on: boolean): unknown => inMemory || db.pragma(`query_only = ${on ? "ON" : "OFF"}`);
  readOnly(true);
  const statements = createStatements(db);
  const link = inMemory ? linkOnThisThread(db) : linkToThread(file);

  const rows = <Row>(sql: string, parameters: readonly SqlValue[]): Row[] => readHere<Row>(statements(sql).all(...parameters));
  const all = async <Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> =>
    statements(sql).readonly ? rows<Row>(sql, parameters) : asRows<Row>(await link.send({ kind: "all", sql, parameters }));
  const commitRuns = async (at: number, items: RunRows[], within: boolean) =>
    asCommitReply(await link.send({ kind: "commit", at, items }, within)).map((verdict) =>
      isFailure(verdict) ? toError(verdict) : verdict,
    );

  const writerAll = async <Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> =>
    asRows<Row>(await link.send({ kind: "all", sql, parameters }, true));
  const writer: SqliteWriter = {
    all: writerAll,
    get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => (await writerAll<Row>(sql, parameters))[0],
    run: async (sql, parameters = []) => asCount(await link.send({ kind: "run", sql, parameters }, true)),
    commitRuns: (at, items) => commitRuns(at, items, true),
  };

  return {
    engine: "sqlite",
    skipLocked: "",
    forUpdate: "",
    all,
    get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) => (await all<Row>(sql, parameters))[0],
    run: async (sql, parameters = []) => asCount(await link.send({ kind: "run", sql, parameters })),
    transaction: async (work) => {
      await link.send({ kind: "begin" });
      let result;
      try {
        result = await work(writer);
      } catch (error) {
        await link.send({ kind: "end", keep: false }, true);
        throw error;
      }
      await link.send({ kind: "end", keep: true }, true);
      return result;
    },
    commitRuns: (at, items) => commitRuns(at, items, false),
    snapshot: (work) => db.transaction(work)(),
    rows,
    migrate: (area, migrations) => {
      readOnly(false);
      migrate(db, area, migrations);
      readOnly(true);
    },
    alive: async () => {
      if (!db.open || !link.alive()) return false;
      statements("SELECT 1").get();
      return true;
    },
    close: async () => {
      if (!db.open) return;
      await link.close();
      db.close();
    },
  };
}

/** The caller names what its statement selects. Bytes that crossed threads are not Buffers any more. */
function asRows<Row>(rows: unknown): Row[] {
  const found = rows as Record<string, unknown>[];
  for (const row of found)
    for (const [name, value] of Object.entries(row))
      if (value instanceof Uint8Array && !Buffer.isBuffer(value)) row[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return found as Row[];
}
/** What the writer answers to a `run` and to a `commit`. */
const asCount = (value: unknown): number => Number(value);
const asCommitReply = (value: unknown): CommitReply => value as CommitReply;
const readHere = <Row>(rows: unknown[]): Row[] => rows as Row[];

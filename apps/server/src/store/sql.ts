/**
 * The one way to a database that both engines share. The SQL is written once, in the dialect that SQLite and PostgreSQL
 * have in common; only the commit of runs, which is hot, is written for each (`sqlite/`, `postgres/`).
 *
 * Rules of the common dialect: `?` for parameters; `ON CONFLICT … DO …` and `RETURNING` instead of engine words; booleans are
 * 0 or 1; times and counters are BIGINT, given and returned as numbers (ms since the epoch); JSON is TEXT that we parse
 * ourselves; bytes are Buffer (BLOB, BYTEA); every ORDER BY that pages is total; no `rowid`, no `INSERT OR REPLACE`; a
 * column that is a word of either engine is quoted (`"by"`, `"at"` need none).
 */
export type SqlValue = string | number | null | Buffer;

export interface SqlReader {
  all<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or undefined. */
  get<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>;
}

export interface SqlWriter extends SqlReader {
  /** How many rows changed. Durable when it resolves (outside of a transaction). */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
}

export interface Sql extends SqlWriter {
  engine: "sqlite" | "postgres";
  /** At the end of a SELECT inside a transaction that claims rows: others skip them. Empty for SQLite, which has one writer. */
  skipLocked: string;
  /** At the end of a SELECT inside a transaction that will change the row. Empty for SQLite. */
  forUpdate: string;
  /**
   * One durable transaction, in the order of the calls. `work` may run again from its start (a deadlock, a lost race), so it
   * must do nothing but database work. Rejects with what `work` threw, and nothing is written.
   */
  transaction<Result>(work: (sql: SqlWriter) => Promise<Result>): Promise<Result>;
  /** Answers whether the database does. */
  alive(): Promise<boolean>;
  close(): Promise<void>;
}

import Database from "better-sqlite3";
import { CodedError } from "@cordboard/contract";
import { isBreaking, migratedTo, type Migration, migrationSql } from "../migrations.ts";

/**
 * Opens the embedded database: WAL, and every commit on disk before it is answered (`synchronous=FULL`).
 * `:memory:` gives a database for tests. Runs and catalog share the one file and each bring their own migrations.
 * Errors: `database_not_opened`.
 */
export function openDatabase(file: string): Database.Database {
  try {
    const db = new Database(file, { timeout: 5_000 });
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("wal_autocheckpoint = 2000");
    db.pragma("cache_size = -65536");
    return db;
  } catch (error) {
    throw new CodedError(
      "database_not_opened",
      `The database ${file} cannot be opened (${error instanceof Error ? error.message : String(error)}); check the folder's rights and that the disk has room.`,
    );
  }
}

/**
 * Applies the migrations of one area (`runs`, `catalog`) that are still missing, each in its own transaction.
 * Errors: `database_newer`.
 */
export function migrate(db: Database.Database, area: string, migrations: readonly Migration[]): void {
  db.exec(
    `CREATE TABLE IF NOT EXISTS migrations
       (area TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, breaking INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (area, n)) WITHOUT ROWID`,
  );
  // A file of 0.1 does not know which of its migrations are breaking: none was.
  const columns = db.prepare<[], { name: string }>("SELECT name FROM pragma_table_info('migrations')").all();
  if (!columns.some(({ name }) => name === "breaking")) db.exec("ALTER TABLE migrations ADD COLUMN breaking INTEGER NOT NULL DEFAULT 0");

  const applied = db.prepare<[string], { n: number; breaking: number }>("SELECT n, breaking FROM migrations WHERE area = ?").all(area);
  const last = migratedTo(
    area,
    migrations,
    applied.map(({ n, breaking }) => ({ n, breaking: breaking === 1 })),
  );
  const done = db.prepare("INSERT INTO migrations (area, n, at, breaking) VALUES (?, ?, ?, ?)");
  migrations.slice(last).forEach((migration, index) => {
    db.transaction(() => {
      db.exec(migrationSql(migration));
      done.run(area, last + index + 1, new Date().toISOString(), isBreaking(migration) ? 1 : 0);
    }).immediate();
  });
}

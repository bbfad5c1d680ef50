import Database from "better-sqlite3";
import { CodedError } from "@cordboard/contract";

/**
 * Opens the embedded database: WAL, and every commit on disk before it is answered (`synchronous=FULL`).
 * `:memory:` gives a database for tests. Runs and catalog share the one file and each bring their own migrations.
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
 * Migration n is the n-th of the list, from 1; a released one is never edited.
 * Errors: `database_newer` when the file has seen more migrations than this program knows.
 */
export function migrate(db: Database.Database, area: string, migrations: readonly string[]): void {
  db.exec(
    "CREATE TABLE IF NOT EXISTS migrations (area TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (area, n)) WITHOUT ROWID",
  );
  const last = db.prepare<[string], { n: number | null }>("SELECT max(n) AS n FROM migrations WHERE area = ?").get(area)?.n ?? 0;
  if (last > migrations.length) {
    throw new CodedError(
      "database_newer",
      `This database was last used by a newer Cordboard (${area} ${last}, known ${migrations.length}); start that version or restore a backup.`,
    );
  }
  migrations.slice(last).forEach((sql, index) => {
    db.transaction(() => {
      db.exec(sql);
      db.prepare("INSERT INTO migrations (area, n, at) VALUES (?, ?, ?)").run(area, last + index + 1, new Date().toISOString());
    }).immediate();
  });
}

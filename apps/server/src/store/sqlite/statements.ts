import type Database from "better-sqlite3";

export type Statements = (sql: string) => Database.Statement<unknown[]>;

/** Texts that are put together from filters are many; what the program says all the time stays in. */
const KEPT = 500;

/** Prepared statements by their text; the least recently used one goes. */
export function createStatements(db: Database.Database): Statements {
  const kept = new Map<string, Database.Statement<unknown[]>>();
  return (sql) => {
    const found = kept.get(sql);
    const statement = found ?? db.prepare<unknown[]>(sql);
    if (found) kept.delete(sql);
    else if (kept.size >= KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    kept.set(sql, statement);
    return statement;
  };
}

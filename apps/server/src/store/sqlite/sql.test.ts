import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlSuite } from "../sql-suite.ts";
import { openSqlite } from "./sql.ts";

sqlSuite("SQLite, written by its thread", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-"));
  const sql = openSqlite(join(folder, "test.db"));
  return {
    sql,
    // One process, so one user of it.
    again: async () => sql,
    close: async () => {
      await sql.close();
      rmSync(folder, { recursive: true });
    },
  };
});

sqlSuite("SQLite in memory", async () => {
  const sql = openSqlite(":memory:");
  return { sql, again: async () => sql, close: () => sql.close() };
});

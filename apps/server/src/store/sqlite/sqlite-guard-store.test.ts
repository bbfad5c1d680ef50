import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGuardStore } from "../guard-store.ts";
import { guardStoreSuite } from "../guard-suite.ts";
import { GUARD_MIGRATIONS } from "../guards/migrations.ts";
import { openSqlite } from "./sql.ts";
import { createSqliteRunStore } from "./sqlite-run-store.ts";

guardStoreSuite("SQLite", async (clock) => {
  const folder = mkdtempSync(join(tmpdir(), "cordboard-guards-"));
  const sql = openSqlite(join(folder, "test.db"));
  const runs = createSqliteRunStore(sql, clock);
  sql.migrate("guards", GUARD_MIGRATIONS);
  // One process, so both are the same one.
  const replica = { runs, guards: createGuardStore(sql, () => runs.now()) };
  return {
    replicas: [replica, replica],
    close: async () => {
      await runs.close();
      await sql.close();
      rmSync(folder, { recursive: true });
    },
  };
});

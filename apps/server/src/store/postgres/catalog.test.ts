import { randomBytes } from "node:crypto";
import { emptyDocument } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { createCatalog } from "../catalog/catalog.ts";
import { POSTGRES_CATALOG } from "../catalog/migrations-postgres.ts";
import { catalogSuite } from "../catalog-suite.ts";
import { createEmptyDatabase, createTestDatabase, TEST_POSTGRES, withReason } from "./test-database.ts";

const EMPTY = emptyDocument("Empty");

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  catalogSuite("PostgreSQL", async ({ masterKey, now }) => {
    const test = await createTestDatabase();
    const database = await test.open();
    await database.migrate("catalog", POSTGRES_CATALOG);
    return {
      catalog: createCatalog(database.sql, { masterKey, now }),
      reopen: async (other) => createCatalog((await test.open()).sql, { masterKey: other ?? masterKey, now }),
      close: test.drop,
    };
  });

  it("migrates once when replicas start together, and runs beside a newer one unless that took something away", async () => {
    const test = await createEmptyDatabase();
    try {
      const replicas = await Promise.all([test.open(), test.open(), test.open()]);
      await Promise.all(replicas.map((replica) => replica.migrate("catalog", POSTGRES_CATALOG)));
      const [first] = replicas;
      if (!first) throw new Error("no replica");
      expect(await first.sql.get("SELECT count(*) AS n FROM migrations")).toEqual({ n: POSTGRES_CATALOG.length });
      const expanded = [...POSTGRES_CATALOG, "ALTER TABLE flows ADD COLUMN colour TEXT"];
      // Prepared before the newer program comes, used after it.
      const old = createCatalog(first.sql, { masterKey: randomBytes(32) });
      expect((await old.listFlows({ limit: 9 })).items).toEqual([]);
      await first.migrate("catalog", expanded);
      await old.createFlow({ name: "By the old one", document: EMPTY, hash: "h" });
      expect((await old.listFlows({ limit: 9 })).items).toMatchObject([{ name: "By the old one" }]);
      await first.migrate("catalog", POSTGRES_CATALOG);
      await first.migrate("catalog", [...expanded, { sql: "ALTER TABLE flows DROP COLUMN colour", breaking: true }]);
      await expect(first.migrate("catalog", POSTGRES_CATALOG)).rejects.toMatchObject({ code: "database_newer" });
    } finally {
      await test.drop();
    }
  });
});

import { pino } from "pino";
import { describe } from "vitest";
import { createGuardStore } from "../guard-store.ts";
import { guardStoreSuite } from "../guard-suite.ts";
import { GUARD_MIGRATIONS } from "../guards/migrations.ts";
import { createPostgresRunStore } from "./postgres-run-store.ts";
import { createTestDatabase, TEST_POSTGRES, withReason } from "./test-database.ts";

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  guardStoreSuite("two replicas", async (clock) => {
    const test = await createTestDatabase();
    const open = async () => {
      const database = await test.open();
      await database.migrate("guards", GUARD_MIGRATIONS);
      const { runs } = await createPostgresRunStore(database, pino({ level: "silent" }), clock);
      return { runs, guards: createGuardStore(database.sql, () => runs.now()) };
    };
    const [first, second] = [await open(), await open()];
    return {
      replicas: [first, second],
      close: async () => {
        await first.runs.close();
        await second.runs.close();
        await test.drop();
      },
    };
  });
});

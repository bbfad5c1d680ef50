import { pino } from "pino";
import { describe } from "vitest";
import { claimsSuite } from "../claims-suite.ts";
import { messagesSuite, MIGRATIONS_BEFORE } from "../messages-suite.ts";
import { partiesSuite } from "../parties-suite.ts";
import { type OpenStore, runStoreSuite } from "../run-store-suite.ts";
import { secretsSuite } from "../secrets-suite.ts";
import { createPostgresRunStore } from "./postgres-run-store.ts";
import { POSTGRES_RUNS } from "./run-migrations.ts";
import { createEmptyDatabase, createTestDatabase, TEST_POSTGRES, withReason } from "./test-database.ts";

const fresh = async (clock: () => number) => {
  const database = await createTestDatabase();
  const open = async () => createPostgresRunStore(await database.open(), pino({ level: "silent" }), clock);
  return { open, drop: database.drop };
};
const openStore: OpenStore = async (clock) => {
  const { open, drop } = await fresh(clock);
  const reopen = async () => (await open()).runs;
  return { store: await reopen(), reopen, drop };
};

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  runStoreSuite("run store", openStore);
  secretsSuite("run store", openStore);
  claimsSuite("run store", openStore);
  partiesSuite("run store", openStore);
  messagesSuite(
    "run store",
    async (clock) => {
      const { open, drop } = await fresh(clock);
      const { runs, history } = await open();
      return { store: runs, history, drop };
    },
    async () => {
      const { open, drop } = await createEmptyDatabase();
      const database = await open();
      await database.migrate("runs", POSTGRES_RUNS.slice(0, MIGRATIONS_BEFORE));
      const upgrade = async () => (await createPostgresRunStore(database, pino({ level: "silent" }))).history;
      return { sql: database.sql, upgrade, drop };
    },
  );
});

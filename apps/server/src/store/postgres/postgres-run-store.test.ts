import { pino } from "pino";
import { describe } from "vitest";
import { claimsSuite } from "../claims-suite.ts";
import { type OpenStore, runStoreSuite } from "../run-store-suite.ts";
import { createPostgresRunStore } from "./postgres-run-store.ts";
import { createTestDatabase, TEST_POSTGRES, withReason } from "./test-database.ts";

const openStore: OpenStore = async (clock) => {
  const database = await createTestDatabase();
  const open = async () => (await createPostgresRunStore(await database.open(), pino({ level: "silent" }), clock)).runs;
  return { store: await open(), reopen: open, drop: database.drop };
};

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  runStoreSuite("run store", openStore);
  claimsSuite("run store", openStore);
});

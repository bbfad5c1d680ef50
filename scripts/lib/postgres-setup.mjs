// Vitest's global setup of the server's tests: `npm test` hands a PostgreSQL over, `npx vitest` alone gets one here.
import { ensurePostgres, startPostgres } from "./postgres.mjs";

/** Each project has its own copy of this file; they share one PostgreSQL. */
const SHARED = Symbol.for("cordboard.test.postgres");

export default async function setup() {
  if (globalThis[SHARED] === undefined) {
    if (process.env.CORDBOARD_TEST_POSTGRES || process.env.SKIP_POSTGRES === "1" || !ensurePostgres()) return;
    globalThis[SHARED] = startPostgres();
  }
  const { url, stop } = await globalThis[SHARED];
  process.env.CORDBOARD_TEST_POSTGRES = url;
  return stop;
}

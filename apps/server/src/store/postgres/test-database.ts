import { randomBytes } from "node:crypto";
import pg from "pg";
import { pino } from "pino";
import { openPostgres, type PostgresDatabase } from "./database.ts";

/** A superuser's address of the PostgreSQL of the tests; `npm test` and Vitest's global setup set it. */
export const TEST_POSTGRES = process.env["CORDBOARD_TEST_POSTGRES"];
/** Name of a suite that PostgreSQL is missing for: `describe.skipIf(!TEST_POSTGRES)(withReason("…"))`. */
export const withReason = (name: string): string =>
  TEST_POSTGRES ? name : `${name} (needs PostgreSQL: install it, or set CORDBOARD_TEST_POSTGRES)`;

export interface TestDatabase {
  url: string;
  /** Another replica on it. */
  open: () => Promise<PostgresDatabase>;
  /** Closes what was opened and removes the database. */
  drop: () => Promise<void>;
}

/** An empty database of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (!TEST_POSTGRES) throw new Error("CORDBOARD_TEST_POSTGRES is not set");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name}`);
  const url = new URL(TEST_POSTGRES);
  url.pathname = `/${name}`;
  const opened: PostgresDatabase[] = [];
  return {
    url: url.href,
    open: async () => {
      const database = await openPostgres(url.href, pino({ level: "silent" }));
      opened.push(database);
      return database;
    },
    drop: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** One statement on the server's own database. */
export async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: TEST_POSTGRES });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

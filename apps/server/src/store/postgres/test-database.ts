import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { pino } from "pino";
import { POSTGRES_CATALOG } from "../catalog/migrations-postgres.ts";
import { GUARD_MIGRATIONS } from "../guards/migrations.ts";
import { openPostgres, type PostgresDatabase } from "./database.ts";
import { POSTGRES_RUNS } from "./run-migrations.ts";

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

const silent = pino({ level: "silent" });

/** An empty database of its own. */
export const createEmptyDatabase = (): Promise<TestDatabase> => createFrom("template1");

/** A database of its own with all tables, as a copy: 40 ms in memory, where to migrate takes 250; on a disk a copy is no faster. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(await (template ??= migratedOnce()));
}

async function createFrom(source: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  const url = urlOf(name);
  const opened: PostgresDatabase[] = [];
  return {
    url,
    open: async () => {
      const database = await openPostgres(url, silent);
      opened.push(database);
      return database;
    },
    drop: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

function urlOf(database: string): string {
  if (!TEST_POSTGRES) throw new Error("CORDBOARD_TEST_POSTGRES is not set");
  const url = new URL(TEST_POSTGRES);
  url.pathname = `/${database}`;
  return url.href;
}

const AREAS = { runs: POSTGRES_RUNS, catalog: POSTGRES_CATALOG, guards: GUARD_MIGRATIONS };
let template: Promise<string> | undefined;

/** What all copies are of, made by the first worker that needs it; named after the migrations, as the server may outlive them. */
async function migratedOnce(): Promise<string> {
  const name = `test_migrated_${createHash("sha256").update(JSON.stringify(AREAS)).digest("hex").slice(0, 16)}`;
  await withAdmin(async (admin) => {
    await admin.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    const { rows } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rows.length > 0) return;
    const half = `${name}_half`;
    await admin.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${half}`);
    const database = await openPostgres(urlOf(half), silent);
    for (const [area, migrations] of Object.entries(AREAS)) await database.migrate(area, migrations);
    await database.close();
    await admin.query(`ALTER DATABASE ${half} RENAME TO ${name}`);
  });
  return name;
}

/** One statement on the server's own database. */
export const asAdmin = (sql: string): Promise<unknown> => withAdmin((admin) => admin.query(sql));

async function withAdmin<Result>(work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: TEST_POSTGRES });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

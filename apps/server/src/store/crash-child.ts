import { pino } from "pino";
import { next, start } from "./commit-fixture.ts";
import type { CommitItem, RunStore } from "./run-store.ts";
import { openPostgres } from "./postgres/database.ts";
import { createPostgresRunStore } from "./postgres/postgres-run-store.ts";
import { openSqlite } from "./sqlite/sql.ts";
import { createSqliteRunStore } from "./sqlite/sqlite-run-store.ts";

/*
 * Run by `crash.test.ts`, to be killed: commits events of ten runs as fast as it can, and says each one that was
 * acknowledged. Arguments: a file or a postgres: URL, and a number that no other child of the test has.
 */
const [where = "", child = ""] = process.argv.slice(2);

async function openStore(): Promise<RunStore> {
  if (!where.startsWith("postgres")) return createSqliteRunStore(openSqlite(where));
  const log = pino({ level: "silent" });
  return (await createPostgresRunStore(await openPostgres(where, log), log)).runs;
}

const store = await openStore();

async function eventsOf(runs: string[]): Promise<void> {
  const first = runs.map((id) => start(id, { key: `${id}/1`, reply: "1" }));
  for (let version = 0; ; version++) {
    const items = first.map((item): CommitItem =>
      version === 0 ? item : next(item, version, { key: `${item.runId}/${version + 1}`, reply: "x" }),
    );
    const outcomes = await store.commit(items);
    const acknowledged = outcomes.flatMap((outcome) =>
      !(outcome instanceof Error) && outcome.kind === "committed" ? [outcome.version] : [],
    );
    process.stdout.write(acknowledged.map((done, i) => `${runs[i]} ${done}\n`).join(""));
  }
}

// Two batches under way, so that one is between its commit and its answer at any time.
const named = Array.from({ length: 10 }, (_, i) => `run-${child}-${i}`);
await Promise.all([eventsOf(named.slice(0, 5)), eventsOf(named.slice(5))]);

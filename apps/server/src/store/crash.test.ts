import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { RunStore } from "./run-store.ts";
import { createPostgresRunStore } from "./postgres/postgres-run-store.ts";
import { createTestDatabase, TEST_POSTGRES, withReason } from "./postgres/test-database.ts";
import { openSqlite } from "./sqlite/sql.ts";
import { createSqliteRunStore } from "./sqlite/sqlite-run-store.ts";

const KILLS = 4;

/** A process that commits until it is killed, some time after its first acknowledgement. Answers run → last acknowledged version. */
async function killed(where: string, child: number): Promise<Map<string, number>> {
  const process_ = spawn(process.execPath, [join(import.meta.dirname, "crash-child.ts"), where, String(child)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  process_.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (said === "") setTimeout(() => process_.kill("SIGKILL"), 40 + 90 * child);
    said += text;
  });
  await new Promise((done) => process_.once("close", done));
  const acknowledged = new Map<string, number>();
  // The last line may be cut.
  for (const line of said.split("\n").slice(0, -1)) {
    const [runId = "", version] = line.split(" ");
    acknowledged.set(runId, Number(version));
  }
  return acknowledged;
}

async function expectAllThere(store: RunStore, acknowledged: Map<string, number>): Promise<void> {
  expect(acknowledged.size).toBeGreaterThan(0);
  const { runs } = await store.load({ runIds: [...acknowledged.keys()], inboxKeys: [] });
  for (const [runId, version] of acknowledged) {
    const stored = runs.get(runId)?.version ?? 0;
    expect(stored).toBeGreaterThanOrEqual(version);
    // What was not acknowledged is there as a whole or not at all.
    expect(await store.recordedEvents(runId)).toHaveLength(stored);
    expect(await store.journal(runId, { limit: 1_000_000 })).toHaveLength(stored);
    expect(await store.inboxRow(`${runId}/${stored}`)).toMatchObject({ runId });
    expect(await store.inboxRow(`${runId}/${stored + 1}`)).toBeNull();
  }
}

describe("kill -9 while committing", () => {
  it("loses nothing that was acknowledged: SQLite", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cordboard-crash-"));
    const file = join(folder, "runs.db");
    for (let child = 0; child < KILLS; child++) {
      const acknowledged = await killed(file, child);
      const store = createSqliteRunStore(openSqlite(file));
      await expectAllThere(store, acknowledged);
      await store.close();
    }
    rmSync(folder, { recursive: true });
  });

  it.skipIf(!TEST_POSTGRES)(withReason("loses nothing that was acknowledged: PostgreSQL"), async () => {
    const database = await createTestDatabase();
    const { runs: store } = await createPostgresRunStore(await database.open(), pino({ level: "silent" }));
    for (let child = 0; child < KILLS; child++) {
      const acknowledged = await killed(database.url, child);
      // What the database had received goes on for a moment without its client.
      await new Promise((done) => setTimeout(done, 300));
      await expectAllThere(store, acknowledged);
    }
    await store.close();
    await database.drop();
  });
});

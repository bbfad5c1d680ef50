import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import type { Sql } from "../sql.ts";
import { createTestDatabase, TEST_POSTGRES, withReason } from "../postgres/test-database.ts";
import { POSTGRES_RUNS } from "../postgres/run-migrations.ts";
import { RUN_MIGRATIONS } from "../sqlite/run-migrations.ts";
import { openSqlite } from "../sqlite/sql.ts";
import { MARK_RESTORED, settleRestored } from "./restored.ts";

const NOW = 1_700_000_000_000;
const lines: Record<string, unknown>[] = [];
const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  lines.length = 0;
  for (const close of closers.splice(0)) await close();
});

const COLUMNS = `run_id, id, token, node_id, step, kind, effect, state, attempts, fence, owner, lease_until, due_at, created_at, begun_at, reported, test`;
async function addEffect(sql: Sql, id: string, kind: string, state: string, begunAt: number | null = null): Promise<void> {
  const values = [
    "run",
    id,
    `token-${id}`,
    "node",
    1,
    kind,
    "{}",
    state,
    0,
    1,
    "worker",
    NOW + 3_000,
    NOW - 60_000,
    NOW - 60_000,
    begunAt,
    0,
    0,
  ];
  await sql.run(`INSERT INTO effects (${COLUMNS}) VALUES (${values.map(() => "?").join(", ")})`, values);
}

const states = async (sql: Sql) =>
  Object.fromEntries(
    (await sql.all<{ id: string; state: string }>("SELECT id, state FROM effects ORDER BY id")).map((e) => [e.id, e.state]),
  );

function promises(name: string, open: () => Promise<Sql>): void {
  describe(name, () => {
    it("leaves everything as it is after an ordinary start", async () => {
      const sql = await open();
      await addEffect(sql, "text", "send_message", "pending");
      expect(await settleRestored(sql, NOW, log)).toBe(0);
      expect(await settleRestored(sql, NOW, log)).toBe(0);
      expect(await states(sql)).toEqual({ text: "pending" });
      expect(lines).toEqual([]);
    });

    it("puts in doubt, once, what was still to be sent when the copy was made", async () => {
      const sql = await open();
      await settleRestored(sql, NOW - 1, log);
      await addEffect(sql, "text", "send_message", "pending");
      await addEffect(sql, "call", "place_call", "begun", NOW - 50_000);
      await addEffect(sql, "request", "http_request", "pending");
      await addEffect(sql, "sent", "send_message", "done", NOW - 50_000);
      await sql.run(MARK_RESTORED);
      await sql.run(MARK_RESTORED);
      expect(await settleRestored(sql, NOW, log)).toBe(3);
      expect(await states(sql)).toEqual({ text: "uncertain", call: "uncertain", request: "uncertain", sent: "done" });
      expect(await sql.all("SELECT id, owner, begun_at, report_at FROM effects WHERE state = 'uncertain' ORDER BY id")).toEqual([
        { id: "call", owner: null, begun_at: NOW - 50_000, report_at: NOW + 600_000 },
        { id: "request", owner: null, begun_at: NOW - 60_000, report_at: NOW },
        { id: "text", owner: null, begun_at: NOW - 60_000, report_at: NOW + 600_000 },
      ]);
      expect(lines).toMatchObject([{ code: "database_restored", effects: 3 }]);
      await addEffect(sql, "new", "send_message", "pending");
      expect(await settleRestored(sql, NOW, log)).toBe(0);
      expect(await states(sql)).toMatchObject({ new: "pending" });
    });
  });
}

promises("a restored embedded database", async () => {
  const sql = openSqlite(":memory:");
  sql.migrate("runs", RUN_MIGRATIONS);
  closers.push(() => sql.close());
  return sql;
});

describe.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), () => {
  const open = async () => {
    const test = await createTestDatabase();
    closers.push(test.drop);
    const database = await test.open();
    await database.migrate("runs", POSTGRES_RUNS);
    return { sql: database.sql, again: async () => (await test.open()).sql };
  };
  promises("a restored database of PostgreSQL", async () => (await open()).sql);

  it("sees by itself that its rows came from another database", async () => {
    const { sql, again } = await open();
    await settleRestored(sql, NOW, log);
    await addEffect(sql, "text", "send_message", "pending");
    // What pg_restore into a new database leaves: the rows say where they came from.
    await sql.run("UPDATE settings SET value = '1/1' WHERE name = 'database_identity'");
    const replicas = [sql, await again()];
    const found = await Promise.all(replicas.map((replica) => settleRestored(replica, NOW, log)));
    expect(found.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await states(sql)).toEqual({ text: "uncertain" });
    expect(await settleRestored(sql, NOW, log)).toBe(0);
  });

  it("is marked by the line in the operators' page", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../../docs/operators/backup.md"), "utf8");
    const line = /psql "\$DATABASE_URL" -c "([^"]+)"/.exec(page)?.[1] ?? "";
    const { sql } = await open();
    await settleRestored(sql, NOW, log);
    await addEffect(sql, "text", "send_message", "pending");
    await sql.run(line);
    expect(await settleRestored(sql, NOW, log)).toBe(1);
  });
});

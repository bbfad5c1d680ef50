import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { leg, start, withEffect } from "./commit-fixture.ts";
import type { RunStore } from "./run-store.ts";
import type { Sql, SqlValue } from "./sql.ts";
import { createPostgresRunStore } from "./postgres/postgres-run-store.ts";
import { createTestDatabase, TEST_POSTGRES, withReason } from "./postgres/test-database.ts";
import { openSqlite } from "./sqlite/sql.ts";
import { createSqliteRunStore } from "./sqlite/sqlite-run-store.ts";

/*
 * A million stored runs and a million pending timers must not slow a webhook or a poll: every statement that the program
 * says all the time finds its rows by an index. Asked of the engine's own planner, not of a clock.
 */
const BIG = "(?:runs|commits|inbox|timers|effects|tokens|legs|messages|hearings|nonces)";

type Said = Map<string, readonly SqlValue[]>;

/** The port, and everything that is said through it. */
function recorded<Port extends Sql>(sql: Port): { sql: Port; said: Said } {
  const said: Said = new Map();
  const record = (text: string, parameters: readonly SqlValue[] = []): readonly SqlValue[] => {
    said.set(text, parameters);
    return parameters;
  };
  const recording: Port = {
    ...sql,
    all: (text: string, parameters) => sql.all(text, record(text, parameters)),
    get: (text: string, parameters) => sql.get(text, record(text, parameters)),
    run: (text, parameters) => sql.run(text, record(text, parameters)),
  };
  return { sql: recording, said };
}

/** Everything that webhooks and workers ask for. */
async function useAll(store: RunStore): Promise<void> {
  const item = withEffect(start("run-1", { key: "k", callUuid: "call-1", reply: null }));
  item.nonce = { value: "n", digest: "d" };
  item.advance.tokens = ["token"];
  item.advance.legs = [leg("call-1")];
  item.advance.timers.set = [{ id: "t", dueAt: await store.now() }];
  item.advance.hearings = [{ number: "+14155550199", contact: "+14155550100", for: "answer", words: [], since: 1 }];
  expect(await store.commit([item])).toMatchObject([{ kind: "committed" }]);
  await store.load({ runIds: ["run-1"], inboxKeys: ["k"] });
  await store.nextTimer();
  expect(await store.claimTimers({ owner: "w", leaseMs: 3_000, limit: 10 })).toHaveLength(1);
  await store.dueTimers(10);
  await store.nextEffect();
  const effects = await store.claimEffects({ owner: "w", leaseMs: 0, limit: 10 });
  expect(effects).toHaveLength(1);
  const party = { name: "ann", apartMs: 240_000 };
  await store.beginEffects(
    effects.map(({ id, fence }) => ({ id, fence, party })),
    3_000,
  );
  await store.heldParties([party]);
  await store.renewLeases(effects, 3_000);
  await store.releaseEffects(effects);
  await store.findOrphans({ all: false, reportAfterMs: { live: 1, idle: 1 } });
  await store.dueReports(10);
  await store.knownCarrierId("m");
  await store.inboxRow("k");
  await store.setReply("k", "x");
  await store.rememberNonce("n", "d");
  await store.byToken("token");
  await store.byLeg("call-1");
  await store.byMessage("m");
  await store.hearers("+14155550199", "+14155550100");
  await store.overdueLegs(0, 10);
  await store.liveRuns("flow-1", "+14155550100");
  await store.queuedRuns(10);
  await store.tryByToken("t");
  await store.tryOfRun("run-1");
  await store.run("run-1");
  await store.journal("run-1");
  await store.effect("effect-1");
  await store.listEffects({ state: "uncertain", limit: 10 });
  await store.listRuns({ limit: 10, contact: "14155550100" });
  await store.listRuns({ limit: 10, status: "running" });
  await store.sweep({ nonceMs: 0, inboxMs: 0 });
}

describe("no statement of webhooks and workers reads a whole table", () => {
  it("SQLite", async () => {
    const sql = openSqlite(":memory:");
    const { sql: recording, said } = recorded(sql);
    const store = createSqliteRunStore(recording);
    await useAll(store);
    expect(said.size).toBeGreaterThan(25);
    const scans: string[] = [];
    for (const [text, parameters] of said) {
      const plan = await sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, parameters);
      if (plan.some(({ detail }) => new RegExp(`^SCAN ${BIG}(?! USING)`).test(detail))) scans.push(text);
    }
    expect(scans).toEqual([]);
    await store.close();
  });

  it.skipIf(!TEST_POSTGRES)(withReason("PostgreSQL"), async () => {
    const test = await createTestDatabase();
    const database = await test.open();
    const [quick, patient, commits] = [recorded(database.sql), recorded(database.patient), recorded(database.commits)];
    const log = pino({ level: "silent" });
    const { runs: store } = await createPostgresRunStore({ ...database, sql: quick.sql, patient: patient.sql, commits: commits.sql }, log);
    await useAll(store);
    expect(quick.said.size).toBeGreaterThan(20);
    expect(commits.said.size).toBe(2);
    const scans: string[] = [];
    for (const [text, parameters] of [...quick.said, ...patient.said, ...commits.said]) {
      // On these connections a table is read as a whole only when there is no other way.
      const plan = await database.commits.all<Record<string, string>>(`EXPLAIN ${text}`, parameters);
      if (plan.some((line) => new RegExp(`Seq Scan on ${BIG}\\b`).test(line["QUERY PLAN"] ?? ""))) scans.push(text);
    }
    expect(scans).toEqual([]);
    await store.close();
    await test.drop();
  });
});

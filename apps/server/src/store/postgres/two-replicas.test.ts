import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { next, SMS, start, withEffect } from "../commit-fixture.ts";
import type { CommitItem, RunChange, RunStore } from "../run-store.ts";
import type { PostgresDatabase } from "./database.ts";
import { createPostgresRunStore } from "./postgres-run-store.ts";
import { createTestDatabase, TEST_POSTGRES, type TestDatabase, withReason } from "./test-database.ts";

describe.skipIf(!TEST_POSTGRES)(withReason("two replicas on one PostgreSQL"), () => {
  let database: TestDatabase;
  let databases: [PostgresDatabase, PostgresDatabase];
  let stores: [RunStore, RunStore];
  beforeEach(async () => {
    database = await createTestDatabase();
    databases = [await database.open(), await database.open()];
    const open = async (on: PostgresDatabase) => (await createPostgresRunStore(on, pino({ level: "silent" }))).runs;
    stores = [await open(databases[0]), await open(databases[1])];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await database.drop();
  });
  const ids = (n: number): string[] => Array.from({ length: n }, (_, i) => `run-${i}`);

  /** One more event of each of these runs, as the step writer does it: losers are loaded again. Answers how many were lost races. */
  const oneMore = async (store: RunStore, runIds: string[], keyOf: (runId: string) => string): Promise<number> => {
    let races = 0;
    for (let open = runIds; open.length > 0;) {
      const { runs, inbox } = await store.load({ runIds: open, inboxKeys: open.map(keyOf) });
      open = open.filter((id) => !inbox.has(keyOf(id)));
      const items = open.flatMap((id): CommitItem[] => {
        const run = runs.get(id);
        if (!run) return [];
        const item = next(start(id, {}), run.version, { key: keyOf(id) });
        item.advance.run = { ...run.state, seq: run.state.seq + 1 };
        item.advance.journal = item.advance.journal.map((entry) => ({ ...entry, seq: run.state.seq + 1 }));
        return [item];
      });
      const outcomes = items.length > 0 ? await store.commit(items) : [];
      const lost = new Set(items.filter((_, i) => isConflict(outcomes[i])).map(({ runId }) => runId));
      races += lost.size;
      open = open.filter((id) => lost.has(id));
    }
    return races;
  };
  const isConflict = (outcome: Awaited<ReturnType<RunStore["commit"]>>[number] | undefined): boolean => {
    if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error("no outcome");
    return outcome.kind === "conflict";
  };

  it("lose nothing and double nothing on 50 hot runs", async () => {
    const runIds = ids(50);
    await stores[0].commit(runIds.map((id) => start(id, {})));
    const ROUNDS = 15;
    let races = 0;
    // Two batches at once in each replica, which meet on every run; each event is given to both replicas.
    const caller = async (store: RunStore, from: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++) {
        const own = runIds.filter((_, i) => (i + round) % 2 === from % 2);
        races += await oneMore(store, own, (id) => `${id}/${from}/${round}`);
        races += await oneMore(store, runIds, (id) => `${id}/both/${round}`);
      }
    };
    await Promise.all([caller(stores[0], 0), caller(stores[1], 1), caller(stores[0], 2), caller(stores[1], 3)]);

    expect(races).toBeGreaterThan(0);
    const total = await databases[0].sql.get(
      `SELECT (SELECT count(*) FROM inbox) AS keys, (SELECT sum(row_version) - 50 FROM runs) AS versions,
         (SELECT count(*) - 50 FROM commits) AS events, (SELECT sum(json_array_length((entry::json) -> 'journal')) - 50 FROM commits) AS entries`,
    );
    // Per round: half of the runs from each of four callers, and each run once from all of them together.
    const events = ROUNDS * (4 * 25 + 50);
    expect(total).toEqual({ keys: events, versions: events, events, entries: events });
  });

  it("never both begin to one party, however close together", async () => {
    const ROUNDS = 30;
    const party = (round: number) => ({ name: `party-${round}`, apartMs: 240_000 });
    for (let round = 0; round < ROUNDS; round++)
      await stores[0].commit(
        ["a", "b"].map((which) => withEffect(start(`run-${round}-${which}`, {}), { ...SMS, id: `${which}-${round}` })),
      );
    const claimed = await stores[0].claimEffects({ owner: "both", leaseMs: 600_000, limit: 2 * ROUNDS });
    expect(claimed).toHaveLength(2 * ROUNDS);
    const begin = async (store: RunStore, which: string, rounds: number[]): Promise<Set<string>> => {
      const refs = rounds.flatMap((round) => {
        const effect = claimed.find(({ id }) => id === `${which}-${round}`);
        return effect ? [{ id: effect.id, fence: effect.fence, party: party(round) }] : [];
      });
      return store.beginEffects(refs, 3_000);
    };
    // One by one at the same instant, and then as batches whose orders are crossed.
    const [single, batched] = [ids(10).map((_, i) => i), ids(20).map((_, i) => i + 10)];
    const begun = await Promise.all([
      ...single.flatMap((round) => [begin(stores[0], "a", [round]), begin(stores[1], "b", [round])]),
      begin(stores[0], "a", batched),
      begin(stores[1], "b", batched.toReversed()),
    ]);
    const rounds = begun.flatMap((some) => [...some].map((id) => id.split("-")[1]));
    expect(rounds).toHaveLength(ROUNDS);
    expect(new Set(rounds).size).toBe(ROUNDS);
  });

  it("begin one run when both get its first event", async () => {
    for (let i = 0; i < 20; i++) {
      const outcomes = await Promise.all(
        stores.map(async (store, replica) => (await store.commit([start(`run-${i}-${replica}`, { key: `call-${i}`, reply: "x" })]))[0]),
      );
      const kinds = outcomes.map((outcome) => (outcome instanceof Error || !outcome ? "error" : outcome.kind));
      expect(kinds.toSorted()).toEqual(["committed", "duplicate"]);
    }
    expect(await stores[0].countRuns("running")).toBe(20);
  });

  it("claim each timer and each effect once", async () => {
    const now = await stores[0].now();
    const items = ids(200).map((id) => {
      const item = start(id, {});
      item.advance.timers.set = [{ id: "t", dueAt: now }];
      return item;
    });
    for (let i = 0; i < items.length; i += 50) await stores[0].commit(items.slice(i, i + 50));
    const claimAll = async (store: RunStore, owner: string): Promise<string[]> => {
      const claimed: string[] = [];
      for (;;) {
        const more = await store.claimTimers({ owner, leaseMs: 60_000, limit: 7 });
        if (more.length === 0) return claimed;
        claimed.push(...more.map(({ runId }) => runId));
      }
    };
    const shares = await Promise.all([claimAll(stores[0], "a"), claimAll(stores[1], "b"), claimAll(stores[1], "b")]);
    // One that was passed over, because it was locked just then, is left for the next look.
    const all = [...shares.flat(), ...(await claimAll(stores[0], "a"))];
    expect(all.toSorted()).toEqual(ids(200).toSorted());
  });

  it("agree on the time, whatever the test clock was moved by", async () => {
    await stores[0].shiftClock({ advanceMs: 3_600_000 });
    await expect.poll(async () => Math.abs((await stores[0].now()) - (await stores[1].now())), { timeout: 60_000 }).toBeLessThan(1_000);
  });

  describe("tell each other of commits", () => {
    const heardBy = (store: RunStore): string[] => {
      const heard: string[] = [];
      store.subscribe(({ runId, seq, flowId, status, test }: RunChange) => heard.push([runId, seq, flowId, status, test].join(" ")));
      return heard;
    };

    it("once each, in order", async () => {
      const [here, there] = [heardBy(stores[0]), heardBy(stores[1])];
      const item = start("run-1", {});
      await stores[0].commit([item]);
      await stores[0].commit([next(item, 1, {})]);
      expect(here).toEqual(["run-1 1 flow-1 running false", "run-1 2 flow-1 running false"]);
      await expect.poll(() => there, { timeout: 60_000 }).toEqual(here);
      await new Promise((done) => setTimeout(done, 1_200));
      expect(there).toEqual(here);
    });

    it("also when a notification is lost", async () => {
      const there = heardBy(stores[1]);
      // The first look has been made before the commit.
      await new Promise((done) => setTimeout(done, 300));
      databases[0].notifications.notify = async () => undefined;
      await stores[0].commit(ids(3).map((id) => start(id, {})));
      await expect.poll(() => there.toSorted(), { timeout: 60_000 }).toEqual(ids(3).map((id) => `${id} 1 flow-1 running false`));
    });

    it("also when the connection that listens was broken meanwhile", async () => {
      const there = heardBy(stores[1]);
      await new Promise((done) => setTimeout(done, 300));
      await databases[0].sql.all(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
      );
      await stores[0].commit([start("run-1", {})]);
      await expect.poll(() => there, { timeout: 60_000 }).toEqual(["run-1 1 flow-1 running false"]);
    });

    it("of a reply that was owed", async () => {
      const item = start("run-1", { key: "k", callUuid: "call-1", reply: null });
      await stores[0].commit([item]);
      expect((await stores[1].inboxRow("k"))?.reply).toBeNull();
      await stores[0].commit([{ ...next(item, 1, {}), replies: [{ callUuid: "call-1", body: "<Response/>" }] }]);
      expect((await stores[1].inboxRow("k"))?.reply).toBe("<Response/>");
      expect(await stores[1].setReply("k", "other")).toBe("<Response/>");
    });
  });
});

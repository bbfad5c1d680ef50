import { type QueryEffect, TIMING } from "@cordboard/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { Chance } from "../../simulation/chance.ts";
import { createMemoryStore, type MemoryStore } from "../../simulation/memory-store/memory-store.ts";
import { Scheduler } from "../../simulation/scheduler.ts";
import { SimProcess } from "../../simulation/sim-process.ts";
import { start, withEffect } from "../store/commit-fixture.ts";
import type { RunStore } from "../store/run-store.ts";
import { createOutboxWorker } from "./outbox-worker.ts";
import type { LookUp, Verdict } from "./look-up.ts";
import type { Perform } from "./perform.ts";

/* In simulated time, on the store in memory. One effect, a text without a live call. */
const BEGAN = 1_700_000_000_000;
const SENT: Awaited<ReturnType<Perform>> = { attempt: { kind: "done", result: { ok: true, data: { messageUuid: "m-1" } } }, log: [] };
const PATIENCE_MS = TIMING.uncertainWithoutLegSeconds * 1_000;

let scheduler: Scheduler;
let leapt: number;
let store: MemoryStore;
let sends: number[];
beforeEach(async () => {
  scheduler = new Scheduler();
  leapt = 0;
  sends = [];
  store = createMemoryStore(() => BEGAN + Math.floor(scheduler.now) + leapt);
  await store.commit([withEffect(start("run-1", {}))]);
});
const until = (ms: number): Promise<void> => scheduler.runUntil(ms, () => false);
const effect = () => store.effect("effect-1");

function replica(
  perform: Perform,
  wrap: (store: RunStore) => RunStore = (same) => same,
  lookUp: LookUp = async () => new Map(),
): SimProcess {
  const options = { scheduler, databaseTime: () => BEGAN + Math.floor(scheduler.now) + leapt, alone: false, died: () => undefined };
  const process = new SimProcess({
    ...options,
    chance: new Chance(1),
    faults: { crash: 0, lost: 0, answerLost: 0, freeze: 0, clockJump: 0 },
  });
  const own = wrap(process.storeOf(store));
  createOutboxWorker({
    store: own,
    owner: process.host.newId(),
    perform,
    tell: async ({ id }, _result, to, { from, fence }) => void (await own.updateEffect(id, from, to, fence)),
    note: async () => undefined,
    putOff: async () => new Map(),
    lookUp,
    settleMs: 120_000,
    failed: () => undefined,
    alone: false,
    host: process.host,
  });
  return process;
}

const send: Perform = async (_effect, mayGo) => {
  if (!(await mayGo())) return { attempt: { kind: "retry", afterMs: 0, error: { code: "carrier_unreachable", message: "" } }, log: [] };
  sends.push(scheduler.now);
  return SENT;
};

it("stores a receipt when the database is back, and doesn't send again meanwhile", async () => {
  let away = 0;
  replica(send, (real) => ({
    ...real,
    updateEffect: (...given) => (++away <= 5 ? Promise.reject(new Error("The database is away.")) : real.updateEffect(...given)),
  }));
  await until(20_000);
  expect(away).toBeGreaterThan(5);
  expect(await effect()).toMatchObject({ state: "done", attempts: 1, resolvedBy: null });
  expect(sends).toHaveLength(1);
});

it("sends nothing after it has stood still for longer than its lease, and lets another replica do it", async () => {
  const first: SimProcess = replica(send, (real) => ({
    ...real,
    // Between "begun" and the request.
    beginEffects: async (...given) => {
      const begun = await real.beginEffects(...given);
      if (scheduler.now < 2_000) first.freeze(10_000);
      await new Promise<void>((done) => first.later(1, done));
      return begun;
    },
  }));
  await until(2_000);
  replica(send);
  await until(9_000);
  expect(sends).toEqual([]);
  expect(await effect()).toMatchObject({ state: "uncertain", reported: false });
  await until(20_000);
  // It knew for sure that nothing had gone out, so it was not in doubt any more.
  expect(sends).toHaveLength(1);
  expect(await effect()).toMatchObject({ state: "done", attempts: 2 });
});

it("begins nothing while it prepares: what it dies over then is no doubt, and another replica does it", async () => {
  const first = replica(() => {
    first.crash();
    return new Promise(() => undefined);
  });
  await until(500);
  expect(await effect()).toMatchObject({ state: "pending", attempts: 0 });
  replica(send);
  await until(5_500);
  expect(sends).toHaveLength(1);
  expect(await effect()).toMatchObject({ state: "done", attempts: 1 });
});

it("puts off what surely did not happen to a whole millisecond, as every store takes it", async () => {
  const dueAt: (number | undefined)[] = [];
  replica(
    async (_effect, mayGo) => {
      await mayGo();
      return { attempt: { kind: "retry", afterMs: null, error: { code: "carrier_unreachable", message: "" } }, log: [] };
    },
    (real) => ({
      ...real,
      updateEffect: (...given) => {
        dueAt.push(given[2].dueAt);
        return real.updateEffect(...given);
      },
    }),
  );
  await until(20_000);
  expect(dueAt.length).toBeGreaterThan(3);
  expect(dueAt.filter((at) => !Number.isInteger(at))).toEqual([]);
});

it("gives up what nobody could begin before its step does, and says so", async () => {
  await store.updateEffect("effect-1", ["pending"], { state: "pending", result: null, dueAt: BEGAN + 60_000 });
  replica(send);
  await until(2_000);
  leapt = PATIENCE_MS - 3_500;
  await until(4_500);
  expect(BEGAN + Math.floor(scheduler.now) + leapt).toBeLessThan(BEGAN + PATIENCE_MS + 1_500);
  expect(await effect()).toMatchObject({ state: "failed", attempts: 0, result: { uncertain: false, error: { code: "message_expired" } } });
  expect((await effect())?.endedAt).toBeLessThan(BEGAN + PATIENCE_MS);
  expect(sends).toEqual([]);
});

it("takes over what a dead replica had begun within 5 s, and never repeats it", async () => {
  const first = replica(async (_effect, mayGo) => {
    await mayGo();
    first.crash();
    return new Promise(() => undefined);
  });
  await until(500);
  expect(await effect()).toMatchObject({ state: "begun" });
  replica(send);
  await until(5_500);
  expect(await effect()).toMatchObject({ state: "uncertain", reportAt: expect.any(Number) });
  leapt = PATIENCE_MS;
  await until(8_000);
  expect(await effect()).toMatchObject({ state: "uncertain", reported: true, result: { uncertain: true } });
  expect(sends).toEqual([]);
});

describe("a change in an author's database", () => {
  const change: QueryEffect = {
    id: "effect-1",
    kind: "query_database",
    database: "mysql",
    connection: "CRM",
    sql: "DELETE FROM pets",
    parameters: [],
    mayChange: true,
    timeoutSeconds: 10,
    beginWithinSeconds: 20,
    maxRows: 1,
    maxBytes: 1_024,
  };
  beforeEach(async () => {
    store = createMemoryStore(() => BEGAN + Math.floor(scheduler.now) + leapt);
    await store.commit([withEffect(start("run-1", {}), change)]);
  });

  it("is in doubt at once when nobody will ever say more, and never repeated", async () => {
    replica(async (asked, mayGo) => {
      await send(asked, mayGo);
      return { attempt: { kind: "uncertain", error: { code: "uncertain", message: "The connection broke." } }, log: [] };
    });
    await until(2_000);
    expect(await effect()).toMatchObject({ state: "uncertain", reported: true, result: { uncertain: true, error: { code: "uncertain" } } });
    await until(30_000);
    expect(sends).toHaveLength(1);
  });

  it("is not made behind the back of its step, which has stopped waiting", async () => {
    replica(async (asked, mayGo) => {
      if (scheduler.now > 21_000) return send(asked, mayGo);
      return { attempt: { kind: "retry", afterMs: null, error: { code: "database_unreachable", message: "Full." } }, log: [] };
    });
    await until(40_000);
    expect(await effect()).toMatchObject({ state: "failed", attempts: 0, result: { error: { code: "database_unreachable" } } });
    expect(sends).toEqual([]);
  });
});

describe("an effect that a dead replica had begun, and the carrier's lists", () => {
  const ABSENT: Verdict = { kind: "absent" };
  let says: () => Verdict | null;
  const lookUp: LookUp = async (effects) =>
    new Map(
      effects.flatMap(({ id }) => {
        const verdict = says();
        return verdict ? [[id, verdict]] : [];
      }),
    );
  const die: Perform = async (_effect, mayGo) => {
    await mayGo();
    first.crash();
    return new Promise(() => undefined);
  };
  let first: SimProcess;
  beforeEach(async () => {
    first = replica(die);
    await until(500);
    replica(
      send,
      (same) => same,
      (...given) => lookUp(...given),
    );
  });

  it("goes out when they don't show it twice, two minutes after it began at the earliest", async () => {
    says = () => ABSENT;
    await until(119_000);
    expect(await effect()).toMatchObject({ state: "uncertain" });
    expect(sends).toEqual([]);
    await until(160_000);
    expect(sends).toHaveLength(1);
    expect(sends[0]).toBeGreaterThan(130_000);
    expect(await effect()).toMatchObject({ state: "done", attempts: 2 });
  });

  it("stays in doubt while they can't be read whole, however often", async () => {
    let looks = 0;
    says = () => (++looks % 2 === 0 ? ABSENT : null);
    await until(500_000);
    expect(looks).toBeGreaterThan(10);
    expect(sends).toEqual([]);
    expect(await effect()).toMatchObject({ state: "uncertain" });
  });

  it("is not sent when it is seen at last", async () => {
    // After it had counted as absent once.
    says = () => (scheduler.now < 130_000 ? ABSENT : { kind: "found", result: { ok: true, data: { messageUuid: "m-9" } } });
    await until(200_000);
    expect(sends).toEqual([]);
    expect(await effect()).toMatchObject({ state: "done", attempts: 1, resolvedBy: "lookup" });
  });

  it("whose step has gone on is not sent late, but known not to have gone out", async () => {
    let seen = false;
    says = () => (seen ? ABSENT : null);
    leapt = PATIENCE_MS;
    await until(8_000);
    expect(await effect()).toMatchObject({ state: "uncertain", reported: true });
    seen = true;
    await until(200_000);
    expect(sends).toEqual([]);
    expect(await effect()).toMatchObject({ state: "failed", resolvedBy: "lookup", result: { uncertain: false } });
  });
});

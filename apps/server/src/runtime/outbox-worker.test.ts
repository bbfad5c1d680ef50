import { TIMING } from "@cordboard/contract";
import { beforeEach, expect, it } from "vitest";
import { Chance } from "../../simulation/chance.ts";
import { createMemoryStore, type MemoryStore } from "../../simulation/memory-store/memory-store.ts";
import { Scheduler } from "../../simulation/scheduler.ts";
import { SimProcess } from "../../simulation/sim-process.ts";
import { start, withEffect } from "../store/commit-fixture.ts";
import type { RunStore } from "../store/run-store.ts";
import { createOutboxWorker } from "./outbox-worker.ts";
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

function replica(perform: Perform, wrap: (store: RunStore) => RunStore = (same) => same): SimProcess {
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
    lookUp: async () => null,
    failed: () => undefined,
    alone: false,
    host: process.host,
  });
  return process;
}

const send: Perform = async (_effect, mayGo) => {
  if (!mayGo()) return { attempt: { kind: "retry", afterMs: 0, error: { code: "carrier_unreachable", message: "" } }, log: [] };
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
  const first = replica(async (claimed, mayGo) => {
    // What it looks up before the request takes its time.
    if (scheduler.now < 2_000) first.freeze(10_000);
    await new Promise<void>((done) => first.later(1, done));
    return send(claimed, mayGo);
  });
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
  const first = replica(() => {
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

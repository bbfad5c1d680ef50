import { expect, it } from "vitest";
import { Chance } from "../../simulation/chance.ts";
import { createMemoryStore } from "../../simulation/memory-store/memory-store.ts";
import { timerKey } from "../../simulation/memory-store/rows.ts";
import { Scheduler } from "../../simulation/scheduler.ts";
import { SimProcess } from "../../simulation/sim-process.ts";
import type { Work, Written } from "./step-writer.ts";
import { createTimerWorker } from "./timer-worker.ts";

/* In simulated time, on the store in memory: 5,000 timers within one second, two replicas. */
const BEGAN = Date.parse("2026-03-01T12:00:00.000Z");
const TIMERS = 5_000;
const NO_FAULTS = { crash: 0, lost: 0, answerLost: 0, freeze: 0, clockJump: 0 };
/** What one process writes at a time. */
const BATCH = 64;

/** `writeMs`: how long a write takes. */
function world(writeMs: number) {
  const scheduler = new Scheduler();
  const chance = new Chance(1);
  const databaseTime = () => BEGAN + Math.floor(scheduler.now);
  const store = createMemoryStore(databaseTime);
  for (let n = 0; n < TIMERS; n++) {
    const timer = {
      runId: `run-${n}`,
      timerId: `t${n}`,
      dueAt: BEGAN + 1_000 + Math.floor((n * 1_000) / TIMERS),
      owner: null,
      leaseUntil: 0,
    };
    store.tables.timers.set(timerKey(timer.runId, timer.timerId), timer);
  }
  const fired: { timerId: string; lateMs: number; by: string }[] = [];
  const replica = (owner: string) => {
    const process = new SimProcess({ chance, scheduler, faults: NO_FAULTS, databaseTime, alone: false, died: () => undefined });
    let queue: (() => void)[] = [];
    process.host.every(writeMs, () => {
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      for (const write of batch) write();
    });
    const deliver = ({ runId, event }: Work): Promise<Written> =>
      new Promise((done) => {
        queue.push(() => {
          if (event.type !== "timer") return;
          const timer = store.tables.timers.get(timerKey(runId, event.timerId));
          store.tables.timers.delete(timerKey(runId, event.timerId));
          if (!timer) return done({ kind: "stale" });
          fired.push({ timerId: event.timerId, lateMs: databaseTime() - timer.dueAt, by: owner });
          done(APPLIED);
        });
      });
    const raise = (error: unknown): never => {
      throw error;
    };
    createTimerWorker({ store: process.storeOf(store), owner, deliver, failed: raise, host: process.host });
    return process;
  };
  return { scheduler, replica, fired };
}
/** All that the worker looks at. */
const APPLIED = { kind: "applied" } as Written;
const once = (fired: { timerId: string }[]): number => new Set(fired.map(({ timerId }) => timerId)).size;

it("fires each of 5,000 timers once, none early, all within a second of their time, over two replicas", async () => {
  const { scheduler, replica, fired } = world(10);
  replica("a");
  replica("b");
  await scheduler.runUntil(6_000, () => false);
  expect([fired.length, once(fired)]).toEqual([TIMERS, TIMERS]);
  const late = fired.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  expect(late.at(-1)).toBeLessThanOrEqual(1_000);
  for (const owner of ["a", "b"]) expect(fired.filter(({ by }) => by === owner).length).toBeGreaterThan(TIMERS / 10);
});

it("takes over within seconds what a replica that died, or stands still, had claimed", async () => {
  for (const end of ["dies", "stands still"]) {
    const { scheduler, replica, fired } = world(25);
    const first = replica("a");
    replica("b");
    scheduler.after(1_500, () => (end === "dies" ? first.crash() : first.freeze(20_000)));
    await scheduler.runUntil(30_000, () => false);
    expect([fired.length, once(fired)]).toEqual([TIMERS, TIMERS]);
    expect(Math.min(...fired.map(({ lateMs }) => lateMs))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fired.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(6_000);
    expect(fired.filter(({ by, lateMs }) => by === "b" && lateMs > 2_000).length).toBeGreaterThan(0);
  }
});

it("asks again soon after each question that fails, so that it is there when the database is back", async () => {
  const scheduler = new Scheduler();
  const databaseTime = () => BEGAN + Math.floor(scheduler.now);
  const process = new SimProcess({
    chance: new Chance(1),
    scheduler,
    faults: NO_FAULTS,
    databaseTime,
    alone: false,
    died: () => undefined,
  });
  const asked: number[] = [];
  // A wire that nothing comes back on: each question takes its whole time.
  const silent = (): Promise<never> => {
    asked.push(scheduler.now);
    return new Promise((_done, fail) => scheduler.after(2_000, () => fail(new Error("The database is silent."))));
  };
  const store = { ...createMemoryStore(databaseTime), claimTimers: silent, nextTimer: silent, now: async () => databaseTime() };
  const failures: unknown[] = [];
  createTimerWorker({
    store,
    owner: "a",
    deliver: () => Promise.reject(new Error("Nothing is due.")),
    failed: (error) => failures.push(error),
    host: process.host,
  });
  await scheduler.runUntil(9_000, () => false);
  expect(failures).toHaveLength(3);
  expect(asked.map((at) => Math.round(at / 100) / 10)).toEqual([0, 2.5, 5, 7.5]);
});

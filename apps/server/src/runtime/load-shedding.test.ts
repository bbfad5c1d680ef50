import { beforeEach, expect, it } from "vitest";
import { createLoadShedding, type LoadShedding } from "./load-shedding.ts";
import { createMetrics, type Metrics } from "./metrics.ts";

/* Time that stands still until a test lets it pass. */
let now: number;
let pending: { at: number; call: () => void }[];
let delay: number;
let metrics: Metrics;
let shedding: LoadShedding;
const host = {
  now: () => now,
  after: (ms: number, call: () => void) => {
    const entry = { at: now + ms, call };
    pending.push(entry);
    return () => void (pending = pending.filter((other) => other !== entry));
  },
};
async function pass(ms: number): Promise<void> {
  const until = now + ms;
  for (;;) {
    const [next] = pending.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
    if (!next) break;
    pending = pending.filter((other) => other !== next);
    now = next.at;
    next.call();
    await Promise.resolve();
  }
  now = until;
}
/** A write, and how to end it. */
function write(): { end: () => Promise<void>; fail: () => Promise<void> } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const watched = shedding.watch(promise).catch(() => undefined);
  return {
    end: () => (resolve(), watched),
    fail: () => (reject(new Error("gone")), watched),
  };
}
beforeEach(() => {
  [now, delay, pending] = [1_000, 0, []];
  metrics = createMetrics();
  shedding = createLoadShedding({ host, loopDelayMs: () => delay, metrics, crowd: 0 });
});
const counted = async (kind: string) => (await metrics.shed.get()).values.find(({ labels }) => labels.kind === kind)?.value ?? 0;

it("takes everything while writes are quick", async () => {
  for (let i = 0; i < 50; i++) {
    const one = write();
    await pass(20);
    expect(shedding.refuses("call")).toBe(false);
    await one.end();
  }
});

it("refuses new starts from the moment a write has waited too long until half a second of calm, and counts them", async () => {
  const slow = write();
  await pass(100);
  expect(shedding.refuses("call")).toBe(false);
  await pass(51);
  expect([shedding.refuses("call"), shedding.refuses("message"), shedding.refuses("api")]).toEqual([true, true, true]);
  await slow.end();
  await pass(400);
  expect(shedding.refuses("call")).toBe(true);
  await pass(300);
  expect(shedding.refuses("call")).toBe(false);
  expect([await counted("call"), await counted("api")]).toEqual([2, 1]);
});

it("is not misled by one write that is stuck while others come through", async () => {
  const stuck = write();
  for (let i = 0; i < 30; i++) {
    const quick = write();
    await pass(50);
    await quick.end();
    expect(shedding.refuses("call")).toBe(false);
  }
  const another = write();
  await stuck.end();
  await another.end();
  expect(shedding.refuses("call")).toBe(false);
});

it("begins the half second again with each delay", async () => {
  const slow = write();
  await pass(200);
  expect(shedding.refuses("api")).toBe(true);
  await slow.end();
  await pass(400);
  delay = 80;
  await pass(50);
  delay = 0;
  await pass(400);
  expect(shedding.refuses("api")).toBe(true);
  await pass(200);
  expect(shedding.refuses("api")).toBe(false);
});

it("notices an event loop that stood still, but not what held it up while there was nothing to do", async () => {
  delay = 900;
  await write().end();
  delay = 0;
  await pass(100);
  expect(shedding.refuses("message")).toBe(false);
  const one = write();
  delay = 200;
  await pass(30);
  expect(shedding.refuses("message")).toBe(true);
  await one.end();
});

it("does not take a store that is away for load: callers are held then, not refused", async () => {
  await write().end();
  await pass(5_000);
  const lost = write();
  await pass(500);
  expect(shedding.refuses("call")).toBe(false);
  await lost.fail();
  const lostToo = write();
  await pass(1_900);
  expect(shedding.refuses("call")).toBe(false);
  await lostToo.fail();
});

it("refuses nobody because a few are slow", async () => {
  shedding = createLoadShedding({ host, loopDelayMs: () => delay, metrics, crowd: 3 });
  const few = [write(), write(), write()];
  delay = 300;
  await pass(400);
  expect(shedding.refuses("call")).toBe(false);
  const more = write();
  await pass(30);
  expect(shedding.refuses("call")).toBe(true);
  for (const one of [...few, more]) await one.end();
});

it("looks at nothing while there is nothing to do", async () => {
  await write().end();
  await pass(1_000);
  expect(pending).toEqual([]);
});

import { beforeEach, expect, it } from "vitest";
import { Chance } from "../../simulation/chance.ts";
import { createMemoryStore, type MemoryStore } from "../../simulation/memory-store/memory-store.ts";
import { Scheduler } from "../../simulation/scheduler.ts";
import { SimProcess } from "../../simulation/sim-process.ts";
import { SMS, start, withEffect } from "../store/commit-fixture.ts";
import type { StoredEffect } from "../store/run-store.ts";
import { type OutboxWorker, createOutboxWorker } from "./outbox-worker.ts";
import { partyOf } from "./parties.ts";
import type { Perform } from "./perform.ts";

/* In simulated time, on the store in memory. Texts to Ann and Bob; a request takes the carrier 400 ms. */
const BEGAN = 1_700_000_000_000;
const [ANN, BOB] = ["+14155550100", "+14155550177"];

let scheduler: Scheduler;
let store: MemoryStore;
/** When each request went out, ms. */
let sent: Map<string, number>;
/** Effects that were counted as gone, as often as they were. */
let counted: string[];
/** What the carrier answers with nothing at all. */
let silent: Set<string>;
beforeEach(() => {
  scheduler = new Scheduler();
  store = createMemoryStore(() => BEGAN + Math.floor(scheduler.now));
  [sent, counted, silent] = [new Map(), [], new Set()];
});
const until = (ms: number): Promise<void> => scheduler.runUntil(ms, () => false);
const text = (id: string, to: string = ANN) => store.commit([withEffect(start(`run-${id}`, {}), { ...SMS, id, to })]);
const stateOf = async (id: string) => (await store.effect(id))?.state;

function replica(): OutboxWorker {
  const process = new SimProcess({
    scheduler,
    databaseTime: () => BEGAN + Math.floor(scheduler.now),
    alone: false,
    died: () => undefined,
    chance: new Chance(1),
    faults: { crash: 0, lost: 0, answerLost: 0, freeze: 0, clockJump: 0 },
  });
  const own = process.storeOf(store);
  const perform: Perform = async ({ id }, mayGo) => {
    if (!(await mayGo())) return { attempt: { kind: "retry", afterMs: 0, error: { code: "carrier_unreachable", message: "" } }, log: [] };
    sent.set(id, scheduler.now);
    await new Promise<void>((done) => scheduler.after(400, done));
    if (silent.has(id)) return { attempt: { kind: "uncertain", error: { code: "uncertain", message: "" } }, log: [] };
    return { attempt: { kind: "done", result: { ok: true, data: {} } }, log: [] };
  };
  return createOutboxWorker({
    store: own,
    owner: process.host.newId(),
    perform,
    tell: async ({ id }, _result, to, { from, fence }) => void (await own.updateEffect(id, from, to, fence)),
    note: async () => undefined,
    putOff: async (effects) => {
      counted.push(...effects.map(({ id }) => id));
      return new Map();
    },
    lookUp: async () => new Map(),
    settleMs: 120_000,
    failed: (error) => {
      throw error;
    },
    alone: false,
    host: process.host,
  });
}

it("sends to one person one text after another, and to others meanwhile", async () => {
  for (const id of ["a1", "a2", "a3"]) await text(id);
  await text("b1", BOB);
  const worker = replica();
  await until(350);
  expect([...sent.keys()].sort()).toEqual(["a1", "b1"]);
  let quiet = false;
  void worker.quiet().then(() => (quiet = true));
  await until(900);
  expect(quiet).toBe(false);
  await until(3_000);
  const [first = 0, second = 0, third = 0] = ["a1", "a2", "a3"].map((id) => sent.get(id));
  expect(second - first).toBeGreaterThanOrEqual(400);
  expect(third - second).toBeGreaterThanOrEqual(400);
  // The next one is not waited for any longer than that.
  expect(third - first).toBeLessThan(1_000);
  expect(counted.toSorted()).toEqual(["a1", "a2", "a3", "b1"]);
  expect(quiet).toBe(true);
});

it("waits for what another replica has begun, and counts nothing as gone meanwhile", async () => {
  await text("a1");
  replica();
  await until(300);
  expect([...sent.keys()]).toEqual(["a1"]);
  await text("a2");
  replica();
  await until(390);
  expect(counted).toEqual(["a1"]);
  await until(2_000);
  expect((sent.get("a2") ?? 0) - (sent.get("a1") ?? 0)).toBeGreaterThanOrEqual(400);
  expect(counted).toEqual(["a1", "a2"]);
});

it("waits for a text in doubt, and goes soon after it is known what came of that one", async () => {
  silent.add("a1");
  for (const id of ["a1", "a2"]) await text(id);
  replica();
  await until(60_000);
  expect([await stateOf("a1"), await stateOf("a2")]).toEqual(["uncertain", "pending"]);
  expect(counted).toEqual(["a1"]);
  await store.updateEffect("a1", ["uncertain"], { state: "done", result: { ok: true, data: {} }, resolvedBy: "callback" });
  await until(66_500);
  expect(await stateOf("a2")).toBe("done");
});

it("goes when nobody ever says what came of the other, once their times tell them apart", async () => {
  silent.add("a1");
  for (const id of ["a1", "a2"]) await text(id);
  replica();
  await until(239_000);
  expect(await stateOf("a2")).toBe("pending");
  await until(248_000);
  expect([await stateOf("a1"), await stateOf("a2")]).toEqual(["uncertain", "done"]);
});

it("sends a crowd of texts to one person, and holds up nobody else with it", async () => {
  for (let i = 0; i < 60; i++) await text(`a${i}`);
  await text("b1", BOB);
  const worker = replica();
  await until(300);
  expect(sent.has("b1")).toBe(true);
  let quiet = false;
  void worker.quiet().then(() => (quiet = true));
  await until(60_000);
  expect(sent.size).toBe(61);
  expect(quiet).toBe(true);
});

it("leaves what is behind to another replica when this one stops", async () => {
  for (const id of ["a1", "a2", "a3"]) await text(id);
  const worker = replica();
  await until(300);
  void worker.stop(10_000);
  await until(1_000);
  expect([await stateOf("a1"), await stateOf("a2"), await stateOf("a3")]).toEqual(["done", "pending", "pending"]);
  replica();
  // No lease is waited for.
  await until(2_900);
  expect(sent.size).toBe(3);
});

it("goes by the recipient of a text, and by both parties of a call that nobody waits for on the phone", () => {
  const name = (effect: StoredEffect["effect"], { test = false, live = false } = {}) =>
    partyOf({ ...STORED, effect, test, live })?.name ?? null;
  const sms = { ...SMS, to: ANN };
  expect(name(sms)).not.toContain("555");
  expect(name({ ...sms, from: "pool", powerpack: true })).toBe(name(sms, { live: true }));
  expect(name({ ...sms, to: BOB })).not.toBe(name(sms));
  expect(name(sms, { test: true })).not.toBe(name(sms));
  const call = { ...CALL, to: ANN };
  expect(name(call)).not.toBe(name(sms));
  expect(name({ ...call, from: BOB })).not.toBe(name(call));
  expect(name(call, { live: true })).toBeNull();
  expect(name({ id: "h", kind: "hangup_call", callUuid: "c" })).toBeNull();
});

const STORED: StoredEffect = {
  id: "e",
  runId: "r",
  token: "t",
  nodeId: "n",
  step: 1,
  effect: SMS,
  state: "pending",
  attempts: 0,
  dueAt: BEGAN,
  createdAt: BEGAN,
  begunAt: null,
  endedAt: null,
  result: null,
  reportAt: null,
  reported: false,
  resolvedBy: null,
  test: false,
  live: false,
  fence: 1,
};
const CALL = {
  id: "c",
  kind: "place_call",
  from: "+14155550199",
  ringSeconds: 45,
  timeLimitSeconds: 600,
  machineDetection: "off",
  machineSync: false,
  sendDigits: "",
  record: false,
} as const;

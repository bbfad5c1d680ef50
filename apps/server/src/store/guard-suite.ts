import { randomUUID } from "node:crypto";
import { NO_SENDING_LIMITS } from "@cordboard/api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { next, start } from "./commit-fixture.ts";
import type { GuardStore } from "./guard-store.ts";
import { slotKey } from "./guards/contact-slots.ts";
import type { Rate } from "./guards/pace.ts";
import type { Want } from "./guards/send-queue.ts";
import type { CommitItem, RunStore } from "./run-store.ts";

/** A replica: its stores on the one database. */
export interface GuardReplica {
  runs: RunStore;
  guards: GuardStore;
}

const CONTACT = "+14155550100";
const rate = (more: Partial<Rate>): Rate => ({ perSecond: null, perMinute: null, perDay: null, ...more });

/** What guards must remember, whichever engine is underneath. `open` answers two replicas on one empty database. */
export function guardStoreSuite(
  name: string,
  open: (clock: () => number) => Promise<{ replicas: [GuardReplica, GuardReplica]; close: () => Promise<void> }>,
): void {
  describe(`guards: ${name}`, () => {
    let at: number;
    let a: GuardReplica;
    let b: GuardReplica;
    let close: () => Promise<void>;
    beforeEach(async () => {
      at = 1_700_000_000_000;
      const opened = await open(() => at);
      [a, b] = opened.replicas;
      ({ close } = opened);
    });
    afterEach(() => close());

    const slot = (runId: string, contact = CONTACT) => ({ flowId: "flow-1", contact, runId });
    const birth = (runId: string): CommitItem => ({
      ...start(runId, { key: `key-${runId}` }, at),
      guard: { kind: "owed", key: slotKey(runId) },
    });
    const bear = async ({ runs }: GuardReplica, runId: string) => {
      const [outcome] = await runs.commit([birth(runId)]);
      return outcome instanceof Error ? outcome.message : outcome?.kind;
    };
    const end = async ({ runs }: GuardReplica, runId: string) => {
      const item = next(start(runId, {}, at), 1, {});
      item.advance.run = { ...item.advance.run, status: "completed", endedAt: at };
      expect(await runs.commit([item])).toMatchObject([{ kind: "committed" }]);
    };

    describe("a contact's slot", () => {
      it("is one run's from its claim to its end, on every replica", async () => {
        expect(await a.guards.slots.claim(slot("one"))).toEqual({ kind: "claimed" });
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "unborn" });
        expect(await bear(a, "one")).toBe("committed");
        await a.guards.slots.settle(slot("one"), true);
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "held", by: "one" });
        expect(await b.guards.slots.claim(slot("two", "+14155550177"))).toEqual({ kind: "claimed" });
        await end(a, "one");
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "claimed" });
      });

      it("is free again when its run was not born after all", async () => {
        await a.guards.slots.claim(slot("one"));
        await a.guards.slots.settle(slot("one"), false);
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "claimed" });
        expect(await a.runs.inboxRow(slotKey("one"))).toBeNull();
      });

      it("is taken from a process that died before the birth, and one that was only held up then bears nothing", async () => {
        await a.guards.slots.claim(slot("one"));
        at += 9_999;
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "unborn" });
        at += 2;
        expect(await b.guards.slots.claim(slot("two"))).toEqual({ kind: "claimed" });
        expect(await bear(a, "one")).toBe("stale");
        expect(await bear(b, "two")).toBe("committed");
      });

      it("goes to a run that is there already and waits, and to the one that replaces another", async () => {
        await a.guards.slots.claim(slot("one"));
        await bear(a, "one");
        expect(await b.guards.slots.claimFor(slot("two"))).toBe(false);
        expect(await b.guards.slots.claim(slot("three"), new Set(["one"]))).toEqual({ kind: "claimed" });
        await bear(b, "three");
        await end(b, "three");
        expect(await a.guards.slots.claimFor(slot("two"))).toBe(true);
        expect(await b.guards.slots.claimFor(slot("two"))).toBe(true);
      });

      it("has one winner among many that race on two replicas, also when stale claims are taken over", async () => {
        for (let round = 0; round < 10; round++) {
          const contact = `+1415556${String(1000 + round)}`;
          const dead = randomUUID();
          await a.guards.slots.claim(slot(dead, contact));
          at += 10_001;
          const born = await Promise.all(
            Array.from({ length: 8 }, async (_, i) => {
              const replica = i % 2 === 0 ? a : b;
              const runId = randomUUID();
              // The dead one wakes up, too.
              const { kind } = i === 0 ? { kind: "claimed" } : await replica.guards.slots.claim(slot(runId, contact));
              return kind === "claimed" ? bear(replica, i === 0 ? dead : runId) : kind;
            }),
          );
          expect(born.filter((kind) => kind === "committed")).toHaveLength(1);
        }
      });
    });

    describe("deaths", () => {
      it("are counted over all replicas, and forgotten when they are dealt with or a day old", async () => {
        await a.guards.deaths.add("run-1");
        await b.guards.deaths.add("run-1");
        await a.guards.deaths.add("run-2");
        expect(await b.guards.deaths.condemned(2)).toEqual(["run-1"]);
        await a.guards.deaths.forget("run-1");
        expect(await b.guards.deaths.condemned(1)).toEqual(["run-2"]);
        at += 24 * 3_600_000 + 1;
        await a.guards.deaths.add("run-3");
        expect(await b.guards.deaths.condemned(1)).toEqual(["run-3"]);
      });
    });

    describe("the queue before the carrier", () => {
      const want = (id: string, ...keys: [string, Rate][]): Want => ({ id, keys: keys.map(([key, of]) => ({ key, rate: of })) });

      /** Two replicas come for what is due, every `stepMs`, until all have gone: when each did, ms since the beginning. */
      const play = async (wants: Want[], stepMs: number): Promise<Map<string, number>> => {
        const began = at;
        const gone = new Map<string, number>();
        const due = new Map(wants.map(({ id }) => [id, at]));
        for (let turn = 0; gone.size < wants.length && turn < 20_000; turn++) {
          const now = wants.filter(({ id }) => !gone.has(id) && (due.get(id) ?? 0) <= at);
          const halves = [now.filter((_, i) => i % 2 === 0), now.filter((_, i) => i % 2 === 1)];
          for (const [i, replica] of [a, b].entries()) {
            const half = halves[i] ?? [];
            const later = await replica.guards.queue.take(half, at);
            for (const { id } of half) {
              const until = later.get(id);
              if (until === undefined) gone.set(id, at - began);
              else due.set(id, until);
            }
          }
          const next = Math.min(...wants.filter(({ id }) => !gone.has(id)).map(({ id }) => due.get(id) ?? at));
          at = Math.max(at + stepMs, Math.min(next, at + 86_400_000));
        }
        return gone;
      };
      /** The most that went within any second. */
      const densest = (times: number[]): number =>
        Math.max(...times.map((t) => times.filter((other) => other >= t && other < t + 1_000).length));

      it("keeps a number's rate over all replicas, in the order of the queue, and falls not short of it", async () => {
        const wants = Array.from({ length: 60 }, (_, i) => want(`e-${i}`, ["from +1", rate({ perSecond: 5 })]));
        const gone = await play(wants, 7);
        const times = [...gone.values()];
        expect(gone.size).toBe(60);
        expect(densest(times)).toBeLessThanOrEqual(6);
        // 59 intervals of 200 ms.
        expect(Math.max(...times)).toBeGreaterThanOrEqual(59 * 200 * 0.9);
        expect(Math.max(...times)).toBeLessThan(59 * 200 * 1.1);
        // Each replica had come for every other one.
        const order = [...gone.keys()].map((id) => Number(id.slice(2)));
        const evens = order.filter((n) => n % 2 === 0);
        expect(evens).toEqual(evens.toSorted((x, y) => x - y));
      });

      it("lets a slow number not hold the account's places", async () => {
        const account: [string, Rate] = ["texts", rate({ perSecond: 10 })];
        const slow = Array.from({ length: 10 }, (_, i) => want(`slow-${i}`, ["from +1", rate({ perSecond: 1 })], account));
        const quick = Array.from({ length: 40 }, (_, i) => want(`quick-${i}`, ["from +2", rate({})], account));
        const gone = await play([...slow, ...quick], 10);
        const times = (kind: string) => [...gone].flatMap(([id, t]) => (id.startsWith(kind) ? [t] : []));
        expect(gone.size).toBe(50);
        expect(densest([...gone.values()])).toBeLessThanOrEqual(11);
        expect(densest(times("slow"))).toBeLessThanOrEqual(2);
        expect(Math.max(...times("quick"))).toBeLessThan(7_000);
        expect(Math.max(...times("slow"))).toBeLessThan(12_000);
      });

      it("counts minutes and days, and delays to the next", async () => {
        at = Math.floor(at / 86_400_000) * 86_400_000;
        const began = at;
        const wants = Array.from({ length: 25 }, (_, i) => want(`e-${i}`, ["texts", rate({ perMinute: 10, perDay: 24 })]));
        const gone = await play(wants, 1_000);
        const minutes = [...gone.values()].map((t) => Math.floor(t / 60_000));
        expect([0, 1, 2].map((minute) => minutes.filter((one) => one === minute).length)).toEqual([10, 10, 4]);
        expect(Math.max(...gone.values())).toBe(86_400_000);
        expect([...(await b.guards.queue.today(began + 86_400_000))]).toEqual([["texts", 1]]);
      });

      it("lets nobody in front of those that wait", async () => {
        const key: [string, Rate] = ["from +1", rate({ perSecond: 1 })];
        expect([...(await a.guards.queue.take([want("first", key), want("second", key)], at)).keys()]).toEqual(["second"]);
        expect((await b.guards.queue.take([want("third", key)], at + 999)).get("third")).toBeGreaterThanOrEqual(at + 1_900);
        expect((await b.guards.queue.take([want("third", key), want("second", key)], at + 1_000)).size).toBe(1);
      });
    });

    describe("spending", () => {
      it("counts a charge once, whoever hears of it, by day", async () => {
        await a.guards.spending.add({ subject: "call-1", micros: 8_500, at });
        await b.guards.spending.add({ subject: "call-1", micros: 9_000, at });
        await a.guards.spending.expect({ subject: "text-1", micros: 9_999, at });
        expect(await b.guards.spending.onDayOf(at)).toBe(18_999);
        await b.guards.spending.add({ subject: "text-1", micros: 1_400, at });
        await a.guards.spending.expect({ subject: "text-1", micros: 9_999, at });
        expect(await a.guards.spending.onDayOf(at)).toBe(10_400);
        expect(await a.guards.spending.onDayOf(at + 86_400_000)).toBe(0);
        await a.guards.spending.sweep(at + 5 * 86_400_000);
        expect(await a.guards.spending.onDayOf(at)).toBe(0);
      });
    });

    describe("limits", () => {
      it("are the same for all replicas", async () => {
        expect(await a.guards.limits.read()).toBeNull();
        const limits = { ...NO_SENDING_LIMITS, countries: ["US"], numbers: { "+14155550199": rate({ perSecond: 0.5 }) } };
        await a.guards.limits.write(limits, "Ann");
        expect(await b.guards.limits.read()).toEqual(limits);
        await b.guards.limits.write(NO_SENDING_LIMITS, "Bob");
        expect(await a.guards.limits.read()).toEqual(NO_SENDING_LIMITS);
      });
    });

    describe("reply chains", () => {
      const [ours, theirs] = ["+14155550199", "+14155550100"];
      const text = (replica: GuardReplica, from: string, to: string, uuid: string = randomUUID()) =>
        replica.guards.chains.add({ from, to, uuid });

      it("count texts of both directions together, on every replica, the quick ones apart", async () => {
        expect(await text(a, ours, theirs)).toEqual({ texts: 1, quick: 0 });
        at += 9_999;
        expect(await text(b, theirs, ours)).toEqual({ texts: 2, quick: 1 });
        at += 10_000;
        expect(await text(a, ours, theirs)).toEqual({ texts: 3, quick: 1 });
        expect(await text(a, ours, "+14155550177")).toEqual({ texts: 1, quick: 0 });
      });
      it("do not count a text that is brought again", async () => {
        await text(a, ours, theirs, "m-1");
        expect(await text(b, ours, theirs, "m-1")).toEqual({ texts: 1, quick: 0 });
      });
      it("begin anew after an hour, and are forgotten after an hour of silence", async () => {
        for (let i = 0; i < 5; i++) await text(a, ours, theirs);
        at += 3_600_000;
        expect(await text(a, ours, theirs)).toEqual({ texts: 1, quick: 0 });
        at += 3_600_001;
        await a.guards.chains.sweep();
        expect(await text(b, ours, theirs)).toEqual({ texts: 1, quick: 0 });
      });
      it("lose none of many that come at once", async () => {
        const counts = [];
        for (let round = 0; round < 5; round++)
          counts.push(...(await Promise.all([a, b, a, b, a, b, a, b].map((on) => text(on, ours, theirs)))));
        expect(Math.max(...counts.map(({ texts }) => texts))).toBe(40);
      });
    });
  });
}

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { next, start } from "./commit-fixture.ts";
import type { GuardStore } from "./guard-store.ts";
import { slotKey } from "./guards/contact-slots.ts";
import type { CommitItem, RunStore } from "./run-store.ts";

/** A replica: its stores on the one database. */
export interface GuardReplica {
  runs: RunStore;
  guards: GuardStore;
}

const CONTACT = "+14155550100";

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
        const counts = await Promise.all(Array.from({ length: 40 }, (_, i) => text(i % 2 === 0 ? a : b, ours, theirs)));
        expect(Math.max(...counts.map(({ texts }) => texts))).toBe(40);
      });
    });
  });
}

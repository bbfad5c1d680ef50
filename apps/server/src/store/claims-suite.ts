import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leg, next, start, withEffect } from "./commit-fixture.ts";
import type { CommitItem, RunStore } from "./run-store.ts";
import type { OpenStore } from "./run-store-suite.ts";

/** Who may do what is due, and what becomes of it when its owner dies: the same on every engine. */
export function claimsSuite(name: string, open: OpenStore): void {
  describe(`${name}: claims`, () => {
    const began = 1_700_000_000_000;
    let at = began;
    let store: RunStore;
    let drop: () => Promise<void>;
    beforeEach(async () => {
      at = began;
      ({ store, drop } = await open(() => at));
    });
    afterEach(async () => {
      await store.close();
      await drop();
    });

    const commit = async (...items: CommitItem[]) => {
      const outcomes = await store.commit(items);
      return outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : outcome.kind));
    };
    const withTimer = (runId: string, dueAt: number, id = "t"): CommitItem => {
      const item = start(runId, {});
      item.advance.timers.set = [{ id, dueAt }];
      return item;
    };
    const fire = (item: CommitItem, version: number): CommitItem => ({
      ...next(item, version, {}),
      guard: { kind: "timer", timerId: "t" },
    });
    const claim = async (owner: string, limit = 10) =>
      (await store.claimTimers({ owner, leaseMs: 3_000, limit })).map(({ runId }) => runId);

    describe("timers", () => {
      it("are one owner's at a time, the longest due first, and none before its time", async () => {
        await commit(withTimer("run-1", at + 2_000), withTimer("run-2", at + 1_000), withTimer("run-3", at + 2_001));
        expect(await claim("a")).toEqual([]);
        at += 2_000;
        expect(await claim("a", 1)).toEqual(["run-2"]);
        expect(await claim("b")).toEqual(["run-1"]);
        expect(await claim("a")).toEqual([]);
        expect((await store.dueTimers(10)).map(({ runId }) => runId)).toEqual(["run-2", "run-1"]);
      });

      it("are free again when their lease is over, and the next look is no sooner than that", async () => {
        await commit(withTimer("run-1", at), withTimer("run-2", at + 60_000));
        expect(await store.nextTimer()).toBe(at);
        expect(await claim("a")).toEqual(["run-1"]);
        expect(await store.nextTimer()).toBe(at + 3_000);
        at += 3_001;
        expect(await claim("b")).toEqual(["run-1"]);
      });

      it("fire once, whoever claimed them", async () => {
        const item = withTimer("run-1", at);
        await commit(item);
        expect(await claim("a")).toEqual(["run-1"]);
        at += 3_001;
        expect(await claim("b")).toEqual(["run-1"]);
        expect(await commit(fire(item, 1))).toEqual(["committed"]);
        expect(await commit(fire(item, 2))).toEqual(["stale"]);
        expect(await store.nextTimer()).toBeNull();
      });

      it("set anew are claimed anew", async () => {
        const item = withTimer("run-1", at);
        await commit(item);
        expect(await claim("a")).toEqual(["run-1"]);
        const again = fire(item, 1);
        again.advance.timers = { set: [{ id: "t", dueAt: at }], cancel: [] };
        expect(await commit(again)).toEqual(["committed"]);
        expect(await claim("b")).toEqual(["run-1"]);
      });

      it("that were cancelled are gone, with the run that was over too", async () => {
        const [one, two] = [withTimer("run-1", at), withTimer("run-2", at)];
        await commit(one, two);
        const cancelled = next(one, 1, {});
        cancelled.advance.timers.cancel = ["t"];
        const over = next(two, 1, {});
        over.advance.run = { ...over.advance.run, status: "completed", endedAt: at };
        expect(await commit(cancelled, over)).toEqual(["committed", "committed"]);
        expect(await store.dueTimers(10)).toEqual([]);
      });

      it("may be many: a poll looks at what is due, not at what waits", async () => {
        const runs = Array.from({ length: 300 }, (_, i) => withTimer(`run-${i}`, at + 60_000 + i));
        for (let i = 0; i < runs.length; i += 60) await commit(...runs.slice(i, i + 60));
        await commit(withTimer("due", at));
        expect(await claim("a", 5)).toEqual(["due"]);
        expect(await store.nextTimer()).toBe(at + 3_000);
        at += 60_005;
        expect(await claim("a", 3)).toEqual(["due", "run-0", "run-1"]);
      });
    });

    describe("owners", () => {
      it("that die are noticed, and what they had claimed is free at once", async () => {
        await commit(withTimer("run-1", at), withEffect(start("run-2", {})));
        await store.replicaAlive("a");
        expect(await store.claimTimers({ owner: "a", leaseMs: 60_000, limit: 10 })).toHaveLength(1);
        expect(await store.claimEffects({ owner: "a", leaseMs: 60_000, limit: 10 })).toHaveLength(1);
        at += 3_001;
        expect(await claim("b")).toEqual([]);
        await store.replicaAlive("b");
        expect(await claim("b")).toEqual(["run-1"]);
        expect(await store.claimEffects({ owner: "b", leaseMs: 3_000, limit: 10 })).toMatchObject([{ id: "effect-1", fence: 2 }]);
      });

      it("that die leave what they had begun in doubt", async () => {
        const item = withEffect(start("run-1", {}));
        item.advance.run.legs = [leg("call-1")];
        await commit(item);
        await store.replicaAlive("a");
        const claimed = await store.claimEffects({ owner: "a", leaseMs: 60_000, limit: 10 });
        await store.beginEffects(claimed, 60_000);
        at += 3_001;
        await store.replicaAlive("b");
        expect(await store.findOrphans({ all: false, reportAfterMs: { live: 30_000, idle: 600_000 } })).toMatchObject([
          { id: "effect-1", state: "uncertain", reportAt: began + 30_000 },
        ]);
      });
    });

    it("holds a batch of the largest size, of any mix, each item for itself", async () => {
      const items = Array.from({ length: 64 }, (_, i) => withTimer(`run-${String(i).padStart(2, "0")}`, at));
      expect(new Set(await commit(...items))).toEqual(new Set(["committed"]));
      const again = items.map((item, i) => {
        if (i % 4 === 0) return fire(item, 1);
        if (i % 4 === 1) return next(item, 7, {});
        if (i % 4 === 2) return { ...next(item, 1, {}), guard: { kind: "timer", timerId: "none" } as const };
        return start(item.runId, {});
      });
      const expected = items.map((_, i) => ["committed", "conflict", "stale", "conflict"][i % 4]);
      expect(await commit(...again)).toEqual(expected);
      expect(await store.dueTimers(100)).toHaveLength(48);
      expect((await store.load({ runIds: ["run-63", "run-60"], inboxKeys: [] })).runs.get("run-60")?.version).toBe(2);
    });
  });
}

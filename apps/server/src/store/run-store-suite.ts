import type { Hearing, InboundMessage } from "@cordboard/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitTo, leg, next, start, withEffect } from "./commit-fixture.ts";
import { readingSuite } from "./reading-suite.ts";
import type { CommitItem, RunStore } from "./run-store.ts";

/**
 * A store on fresh, empty storage whose clock is `clock`. `reopen` opens the same storage again, as after a restart;
 * `drop` removes it.
 */
export type OpenStore = (clock: () => number) => Promise<{ store: RunStore; reopen: () => Promise<RunStore>; drop: () => Promise<void> }>;

const TEXT: InboundMessage = {
  uuid: "m-in",
  from: "+14155550100",
  to: "+14155550199",
  text: "Hi",
  type: "sms",
  media: [],
  units: 1,
  intent: "",
  receivedAt: "2026-01-01T00:00:00.000Z",
};

/** What every run store must hold to, whichever engine is underneath. */
export function runStoreSuite(name: string, open: OpenStore): void {
  describe(name, () => {
    let at = 1_700_000_000_000;
    let store: RunStore;
    let reopen: () => Promise<RunStore>;
    let drop: () => Promise<void>;
    beforeEach(async () => {
      at = 1_700_000_000_000;
      ({ store, reopen, drop } = await open(() => at));
    });
    afterEach(async () => {
      await store.close();
      await drop();
    });

    const commitOne = (item: CommitItem) => commitTo(store, item);

    describe("commit", () => {
      it("keeps a run, its journal and its reply under the event's key", async () => {
        const item = start("run-1", { key: "call-1:answer", reply: "<Response/>" });
        expect(await commitOne(item)).toEqual({ kind: "committed", version: 1 });
        const loaded = await store.load({ runIds: ["run-1", "none"], inboxKeys: ["call-1:answer", "none"] });
        expect(loaded.runs.get("run-1")).toEqual({ state: item.advance.run, version: 1 });
        expect(loaded.inbox.get("call-1:answer")).toMatchObject({ runId: "run-1", reply: "<Response/>" });
        expect(loaded.runs.size + loaded.inbox.size).toBe(2);
        expect(await store.journal("run-1")).toEqual(item.advance.journal);
      });

      it("lets nobody but the run that takes a call change whose it is, also within one batch", async () => {
        const saying = (item: CommitItem, body: string, taken: string[] = []): CommitItem => ({
          ...item,
          advance: { ...item.advance, legs: [leg("call-1")], taken },
          replies: [{ callUuid: "call-1", body }],
        });
        const owner = async () => {
          const row = await store.byLeg("call-1");
          return row && [row.runId, row.lastReply];
        };
        const first = start("run-1", {});
        await commitOne(saying(first, "<of-1/>"));
        await commitOne(saying(start("run-2", {}), "<of-2/>"));
        expect(await owner()).toEqual(["run-1", "<of-1/>"]);
        const third = start("run-3", {});
        await commitOne(saying(third, "<of-3/>", ["call-1"]));
        expect(await owner()).toEqual(["run-3", "<of-3/>"]);
        // Computed before, written after.
        await commitOne(saying(next(first, 1, {}), "<late/>"));
        const { legs: _none, ...rest } = next(first, 2, {}).advance;
        await commitOne({ ...next(first, 2, {}), advance: { ...rest, legs: [] }, replies: [{ callUuid: "call-1", body: "<later/>" }] });
        expect(await owner()).toEqual(["run-3", "<of-3/>"]);
        await store.commit([saying(next(third, 1, {}), "<again-3/>"), saying(start("run-4", {}), "<of-4/>", ["call-1"])]);
        expect(await owner()).toEqual(["run-4", "<of-4/>"]);
      });

      it("answers a taken key with the stored row and writes nothing", async () => {
        await commitOne(start("run-1", { key: "k", reply: "first" }));
        const again = start("run-2", { key: "k", reply: "second" });
        expect(await commitOne(again)).toMatchObject({ kind: "duplicate", row: { runId: "run-1", reply: "first" } });
        expect(await store.run("run-2")).toBeNull();
      });

      it("refuses a step computed from an older version and keeps its key free", async () => {
        const item = start("run-1", {});
        await commitOne(item);
        expect(await commitOne(next(item, 1, { key: "a" }))).toEqual({ kind: "committed", version: 2 });
        expect(await commitOne(next(item, 1, { key: "b" }))).toEqual({ kind: "conflict" });
        expect(await store.inboxRow("b")).toBeNull();
      });

      it("sets an owed reply once, with the transaction that has it", async () => {
        const item = start("run-1", { key: "k", callUuid: "call-1", reply: null });
        item.advance.legs = [leg("call-1")];
        await commitOne(item);
        expect((await store.inboxRow("k"))?.reply).toBeNull();
        await commitOne({ ...next(item, 1, {}), replies: [{ callUuid: "call-1", body: "one" }] });
        expect((await store.inboxRow("k"))?.reply).toBe("one");
        expect(await store.setReply("k", "two")).toBe("one");
        expect((await store.byLeg("call-1"))?.lastReply).toBe("one");
      });

      it("fires a timer once", async () => {
        const item = start("run-1", {});
        item.advance.timers.set = [{ id: "t1", dueAt: at + 1_000 }];
        await commitOne(item);
        expect(await store.dueTimers(10)).toEqual([]);
        expect(await store.nextTimer()).toBe(at + 1_000);
        at += 1_000;
        expect(await store.dueTimers(10)).toEqual([{ runId: "run-1", timerId: "t1", dueAt: at }]);
        const fire = (): CommitItem => ({ ...next(item, 1, {}), guard: { kind: "timer", timerId: "t1" } });
        expect(await commitOne(fire())).toMatchObject({ kind: "committed" });
        expect(await commitOne({ ...fire(), expectedVersion: 2 })).toEqual({ kind: "stale" });
        expect(await store.nextTimer()).toBeNull();
      });

      it("forgets the timers of a run that is over", async () => {
        const item = start("run-1", {});
        item.advance.timers.set = [{ id: "t1", dueAt: at + 1_000 }];
        await commitOne(item);
        const over = next(item, 1, {});
        over.advance.run = { ...over.advance.run, status: "completed", endedAt: at };
        await commitOne(over);
        expect(await store.nextTimer()).toBeNull();
      });

      it("refuses a nonce that came with another content", async () => {
        await commitOne({ ...start("run-1", {}), nonce: { value: "n", digest: "a" } });
        expect(await commitOne({ ...start("run-2", {}), nonce: { value: "n", digest: "b" } })).toEqual({ kind: "nonce_reused" });
        expect(await store.rememberNonce("n", "a")).toBe(true);
        expect(await store.rememberNonce("n", "b")).toBe(false);
      });

      it("leaves nothing behind of what it refuses, so its key is still free", async () => {
        const item = start("run-1", { key: "k1" });
        await commitOne({ ...item, nonce: { value: "n", digest: "a" } });
        const late = { ...next(item, 7, { key: "k2" }), nonce: { value: "n2", digest: "a" } };
        expect(await commitOne(late)).toEqual({ kind: "conflict" });
        expect(await commitOne({ ...start("run-2", { key: "k2" }), nonce: { value: "n", digest: "b" } })).toEqual({ kind: "nonce_reused" });
        expect(await store.inboxRow("k2")).toBeNull();
        expect(await store.rememberNonce("n2", "b")).toBe(true);
      });

      it("lets the neighbours of a poisoned item pass", async () => {
        const bad = withEffect(start("run-2", {}));
        bad.advance.effects.push(...bad.advance.effects);
        const outcomes = await store.commit([start("run-1", {}), bad, start("run-3", {})]);
        expect(outcomes[0]).toEqual({ kind: "committed", version: 1 });
        expect(outcomes[1]).toBeInstanceOf(Error);
        expect(outcomes[2]).toEqual({ kind: "committed", version: 1 });
        expect(await store.run("run-2")).toBeNull();
      });

      it("tells subscribers what was committed, and nothing else", async () => {
        const told: string[] = [];
        const leave = store.subscribe((change) => told.push(`${change.runId}:${change.seq}`));
        await commitOne(start("run-1", { key: "k" }));
        await commitOne(start("run-2", { key: "k" }));
        leave();
        await commitOne(start("run-3", {}));
        expect(told).toEqual(["run-1:1"]);
      });

      it("is all there after a restart", async () => {
        const item = withEffect(start("run-1", { key: "k", callUuid: "call-1", reply: null }));
        item.advance.timers.set = [{ id: "t1", dueAt: at + 1_000 }];
        await commitOne(item);
        await store.shiftClock({ advanceMs: 500 });
        await store.close();
        store = await reopen();
        expect(await store.run("run-1")).toEqual(item.advance.run);
        expect(await store.inboxRow("k")).toMatchObject({ runId: "run-1", reply: null });
        expect(await store.nextTimer()).toBe(at + 1_000);
        expect(await store.nextEffect()).toBe(at);
        expect(await store.now()).toBe(at + 500);
      });
    });

    describe("outbox", () => {
      const claimOne = async () => {
        const [claimed] = await store.claimEffects({ owner: "w", leaseMs: 3_000, limit: 10 });
        if (!claimed) throw new Error("nothing to claim");
        return claimed;
      };
      const orphans = (all: boolean) => store.findOrphans({ all, reportAfterMs: { live: 30_000, idle: 600_000 } });

      it("gives an effect to one worker at a time", async () => {
        await commitOne(withEffect(start("run-1", {})));
        expect(await claimOne()).toMatchObject({ id: "effect-1", state: "pending", attempts: 0, fence: 1, token: "token-effect-1" });
        expect(await store.claimEffects({ owner: "v", leaseMs: 3_000, limit: 10 })).toEqual([]);
        at += 3_001;
        expect(await claimOne()).toMatchObject({ fence: 2 });
      });

      it("does not let a worker begin that slept through its lease", async () => {
        await commitOne(withEffect(start("run-1", {})));
        const slow = await claimOne();
        at += 3_001;
        expect(await store.beginEffects([slow], 3_000)).toEqual(new Set());
        const fresh = await claimOne();
        expect(await store.beginEffects([slow], 3_000)).toEqual(new Set());
        expect(await store.beginEffects([fresh], 3_000)).toEqual(new Set(["effect-1"]));
        expect(await store.effect("effect-1")).toMatchObject({ state: "begun", attempts: 1, begunAt: at });
      });

      it("commits a receipt with the run, once", async () => {
        const item = withEffect(start("run-1", {}));
        await commitOne(item);
        const claimed = await claimOne();
        await store.beginEffects([claimed], 3_000);
        const receipt: CommitItem = {
          ...next(item, 1, {}),
          guard: {
            kind: "effect",
            effectId: "effect-1",
            from: ["begun"],
            fence: claimed.fence,
            to: { state: "done", result: { ok: true, data: { messageUuid: "m-1" } }, reported: true, messageUuid: "m-1" },
          },
        };
        expect(await commitOne(receipt)).toMatchObject({ kind: "committed" });
        expect(await commitOne({ ...receipt, expectedVersion: 2 })).toEqual({ kind: "stale" });
        expect(await store.effect("effect-1")).toMatchObject({ state: "done", reported: true, endedAt: at });
        expect(await store.byMessage("m-1")).toEqual({ runId: "run-1", effectId: "effect-1" });
        expect(await store.knownCarrierId("m-1")).toBe(true);
        expect(await store.knownCarrierId("m-2")).toBe(false);
      });

      it("turns begun without a receipt into uncertain, with a time to tell the run", async () => {
        const item = withEffect(start("run-1", {}));
        item.advance.run.legs = [leg("call-1")];
        await commitOne(item);
        await store.beginEffects([await claimOne()], 3_000);
        expect(await orphans(false)).toEqual([]);
        const begunAt = at;
        at += 3_001;
        expect(await orphans(false)).toMatchObject([{ id: "effect-1", state: "uncertain", reportAt: begunAt + 30_000 }]);
        expect(await store.claimEffects({ owner: "w", leaseMs: 3_000, limit: 10 })).toEqual([]);
        expect(await store.dueReports(10)).toEqual([]);
        at = begunAt + 30_000;
        expect(await store.dueReports(10)).toMatchObject([{ id: "effect-1" }]);
        expect(await store.countEffects("uncertain")).toBe(1);
        expect((await store.listEffects({ state: "uncertain", limit: 10 })).items).toHaveLength(1);
      });

      it("finds what a dead process had begun at once after a restart", async () => {
        await commitOne(withEffect(start("run-1", {})));
        await store.beginEffects([await claimOne()], 3_000);
        expect(await orphans(true)).toMatchObject([{ state: "uncertain", reportAt: at + 600_000 }]);
      });

      it("tries again later what surely did not happen", async () => {
        await commitOne(withEffect(start("run-1", {})));
        const claimed = await claimOne();
        await store.beginEffects([claimed], 3_000);
        const retry = { state: "pending", result: null, dueAt: at + 2_000 } as const;
        expect(await store.updateEffect("effect-1", ["begun"], retry, claimed.fence)).toBe(true);
        expect(await store.updateEffect("effect-1", ["begun"], retry, claimed.fence)).toBe(false);
        expect(await store.nextEffect()).toBe(at + 2_000);
        at += 2_000;
        expect(await claimOne()).toMatchObject({ attempts: 1, fence: 2 });
      });

      it("hands back what was claimed and not begun", async () => {
        await commitOne(withEffect(start("run-1", {})));
        await store.releaseEffects([await claimOne()]);
        expect(await claimOne()).toMatchObject({ fence: 2 });
      });

      it("keeps a renewed lease", async () => {
        await commitOne(withEffect(start("run-1", {})));
        const claimed = await claimOne();
        await store.beginEffects([claimed], 3_000);
        at += 2_000;
        await store.renewLeases([claimed], 3_000);
        at += 2_000;
        expect(await orphans(false)).toEqual([]);
      });
    });

    readingSuite(() => ({ store, at, later: (ms) => (at += ms) }));

    describe("routing", () => {
      it("leads tokens and legs to their run", async () => {
        const item = withEffect(start("run-1", {}));
        item.advance.tokens = ["step-token"];
        item.advance.legs = [leg("call-1")];
        await commitOne(item);
        expect(await store.byToken("step-token")).toEqual({ runId: "run-1", effectId: null, test: false });
        expect(await store.byToken("token-effect-1")).toEqual({ runId: "run-1", effectId: "effect-1", test: false });
        expect(await store.byToken("none")).toBeNull();
        expect(await store.byLeg("call-1")).toEqual({ runId: "run-1", lastReply: null, ended: false, test: false });
        expect(await store.overdueLegs(at, 10)).toMatchObject([{ runId: "run-1", leg: { callUuid: "call-1" } }]);
        const over = next(item, 1, {});
        over.advance.legs = [{ ...leg("call-1"), endedAt: new Date(at).toISOString() }];
        await commitOne(over);
        expect(await store.overdueLegs(at, 10)).toEqual([]);
        expect(await store.byLeg("call-1")).toMatchObject({ ended: true });
      });

      it("finds the running runs of a contact", async () => {
        await commitOne(start("run-1", {}));
        expect(await store.liveRuns("flow-1", "+14155550100")).toEqual(["run-1"]);
        expect(await store.liveRuns("flow-2", "+14155550100")).toEqual([]);
      });

      describe("of texts", () => {
        const hearing = (what: Hearing["for"], since: number, more: Partial<Hearing> = {}): Hearing => {
          return { number: "+14155550199", contact: "+14155550100", for: what, words: [], since, ...more };
        };
        const listens = (item: CommitItem, hearings: Hearing[]): CommitItem => {
          const run = { ...item.advance.run, hearings };
          return { ...item, advance: { ...item.advance, run, hearings } };
        };
        const listening = (runId: string, hearings: Hearing[]): CommitItem => listens(start(runId, {}), hearings);
        /** An event that changes nothing in what the run listens to. */
        const silent = (item: CommitItem, version: number): CommitItem => {
          const { hearings: _none, ...advance } = next(item, version, {}).advance;
          return { ...next(item, version, {}), advance };
        };
        const heard = async (number = "+14155550199", contact = "+14155550100") =>
          (await store.hearers(number, contact)).map(({ runId, for: what }) => `${runId} ${what}`);

        it("names the runs that listen, who waits first, then who asked last", async () => {
          await commitOne(listening("run-1", [hearing("answer", 10), hearing("later", 5)]));
          await commitOne(listening("run-2", [hearing("answer", 20)]));
          await commitOne(listening("run-3", [hearing("keyword", 30, { words: ["agent"] })]));
          await commitOne(listening("run-4", [hearing("answer", 40, { contact: "" })]));
          await commitOne(listening("run-5", [hearing("answer", 15, { number: "" }), hearing("answer", 15, { contact: "+14155550177" })]));
          expect(await heard()).toEqual(["run-2 answer", "run-5 answer", "run-1 answer", "run-4 answer", "run-3 keyword", "run-1 later"]);
          expect(await heard("+14155550198")).toEqual(["run-5 answer"]);
          expect(await heard("+14155550199", "+14155550177")).toEqual(["run-4 answer", "run-5 answer"].reverse());
          expect((await store.hearers("+14155550199", "+14155550100")).find(({ runId }) => runId === "run-3")).toEqual({
            runId: "run-3",
            for: "keyword",
            words: ["agent"],
            test: false,
          });
        });

        it("knows what a run listens to now, also when it is over and has texts to pass on", async () => {
          const item = listening("run-1", [hearing("answer", 10), hearing("later", 5)]);
          await commitOne(item);
          await commitOne(silent(item, 1));
          expect(await heard()).toEqual(["run-1 answer", "run-1 later"]);
          await commitOne(listens(next(item, 2, {}), [hearing("answer", 50), hearing("answer", 50, { contact: "+1" })]));
          expect(await heard()).toEqual(["run-1 answer"]);
          expect(await heard("+14155550199", "+1")).toEqual(["run-1 answer"]);
          const ended = (of: CommitItem): CommitItem => {
            const run = { ...of.advance.run, status: "completed", endedAt: at } as const;
            return { ...of, advance: { ...of.advance, run } };
          };
          await commitOne(ended(listens(next(item, 3, {}), [hearing("later", 5)])));
          await commitOne(ended(listens(silent(item, 4), [hearing("later", 5)])));
          expect(await heard()).toEqual(["run-1 later"]);
          await commitOne(ended(listens(next(item, 5, {}), [])));
          expect(await heard()).toEqual([]);
        });

        it("are of the run that was told of them last", async () => {
          await commitOne(start("run-1", {}));
          await commitOne(start("run-2", {}));
          const told = (runId: string): CommitItem => ({ ...next(start(runId, {}), 1, {}), event: { at, type: "message", message: TEXT } });
          await commitOne(told("run-1"));
          expect(await store.byMessage(TEXT.uuid)).toEqual({ runId: "run-1", effectId: null });
          await commitOne(told("run-2"));
          expect(await store.byMessage(TEXT.uuid)).toEqual({ runId: "run-2", effectId: null });
        });
      });

      it("keeps what a try was started with", async () => {
        const entry = {
          token: "t",
          runId: "r",
          flowId: "f",
          flowName: "F",
          version: null,
          hash: "h",
          number: "+14155550199",
          startNode: null,
          variables: {},
          mocks: {},
        };
        await store.putTry(entry);
        expect(await store.tryByToken("t")).toEqual(entry);
        expect(await store.tryOfRun("r")).toEqual(entry);
        expect(await store.tryByToken("r")).toBeNull();
      });
    });

    it("keeps every applied event, in order, for a replay", async () => {
      const item = start("run-1", {});
      await commitOne(item);
      await commitOne({ ...next(item, 1, {}), event: { at: at + 1, type: "stop", by: "Ann" } });
      expect((await store.recordedEvents("run-1")).map((e) => e.type)).toEqual(["started", "stop"]);
    });

    it("remembers who has opted out, and lets one confirmation pass", async () => {
      const pair = { number: "+14155550199", contact: "+14155550100" };
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(true);
      await store.optOut({ ...pair, confirmed: false });
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(true);
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(false);
      await store.optIn(pair);
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(true);
      await store.optOut({ ...pair, confirmed: true });
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(false);
      await store.optIn(pair);
      await store.optOut({ ...pair, confirmed: false });
      at += 300_001;
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(false);
      // Said again at once, STOP is confirmed no second time; said again later, it is.
      await store.optOut({ ...pair, confirmed: false });
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(true);
      await store.optOut({ ...pair, confirmed: false });
      expect(await store.mayText({ ...pair, graceMs: 300_000 })).toBe(false);
    });

    it("holds a reply only while it is owed", async () => {
      const item = start("run-1", { key: "k", callUuid: "call-1", reply: null });
      await commitOne(item);
      const hold = (version: number): CommitItem => ({
        ...next(item, version, {}),
        guard: { kind: "owed", key: "k" },
        replies: [{ callUuid: "call-1", body: "hold" }],
      });
      expect(await commitOne(hold(1))).toMatchObject({ kind: "committed" });
      expect(await commitOne(hold(2))).toEqual({ kind: "stale" });
    });

    it("sweeps old nonces and the inbox of ended runs", async () => {
      const over = start("run-1", { key: "old", reply: "x" });
      over.advance.run = { ...over.advance.run, status: "completed", endedAt: at };
      await commitOne({ ...over, nonce: { value: "n", digest: "a" } });
      await commitOne(start("run-2", { key: "live", reply: "x" }));
      at += 10_000;
      await store.sweep({ nonceMs: 5_000, inboxMs: 5_000 });
      expect(await store.inboxRow("old")).toBeNull();
      expect(await store.inboxRow("live")).not.toBeNull();
      expect(await store.rememberNonce("n", "b")).toBe(true);
    });
  });
}

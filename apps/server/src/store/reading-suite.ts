import { describe, expect, it } from "vitest";
import { commitTo, next, start } from "./commit-fixture.ts";
import type { RunStore } from "./run-store.ts";

/** What every run store must answer about its runs. `later` moves its clock and returns what it then shows. */
export function readingSuite(world: () => { store: RunStore; at: number; later: (ms: number) => number }): void {
  describe("reading", () => {
    it("lists newest first, by page and by filter", async () => {
      const { store, later } = world();
      let at = 0;
      for (let i = 1; i <= 5; i++) {
        at = later(1_000);
        const item = start(`run-${i}`, {}, at);
        item.advance.run = { ...item.advance.run, contact: { number: i === 3 ? "+14155550103" : "+14155550100" }, test: i === 5 };
        await commitTo(store, item);
      }
      const first = await store.listRuns({ limit: 2 });
      expect(first.items.map((r) => r.id)).toEqual(["run-5", "run-4"]);
      const second = await store.listRuns({ limit: 3, ...(first.next ? { cursor: first.next } : {}) });
      expect(second.items.map((r) => r.id)).toEqual(["run-3", "run-2", "run-1"]);
      expect(second.next).toBeNull();
      expect((await store.listRuns({ limit: 9, contact: "14155550103" })).items.map((r) => r.id)).toEqual(["run-3"]);
      expect((await store.listRuns({ limit: 9, test: true })).items.map((r) => r.id)).toEqual(["run-5"]);
      expect((await store.listRuns({ limit: 9, text: "RUN-2" })).items.map((r) => r.id)).toEqual(["run-2"]);
      expect((await store.listRuns({ limit: 9, text: "100%" })).items).toEqual([]);
      expect((await store.listRuns({ limit: 9, from: at - 1_000, to: at })).items.map((r) => r.id)).toEqual(["run-4"]);
      await expect(store.listRuns({ limit: 9, cursor: "nonsense" })).rejects.toMatchObject({ code: "bad_cursor" });
    });

    it("answers the latest form of each step", async () => {
      const { store, at } = world();
      const item = start("run-1", {});
      const step = {
        seq: 1,
        thread: "main",
        node: { id: "n", name: "N", type: "wait" },
        exit: null,
        enteredAt: "",
        leftAt: null,
        inputs: {},
        outputs: {},
        error: null,
        effects: [],
      };
      item.advance.journal.push({ seq: 2, at, kind: "step", step });
      item.advance.journal.push({ seq: 3, at, kind: "step", step: { ...step, exit: "done" } });
      item.advance.run.seq = 3;
      await commitTo(store, item);
      expect(await store.steps("run-1")).toEqual([{ ...step, exit: "done" }]);
      expect((await store.journal("run-1", { afterSeq: 2 })).map((e) => e.seq)).toEqual([3]);
    });

    it("reads a journal on, past commits that journalled nothing", async () => {
      const { store } = world();
      const item = start("run-1", {});
      await commitTo(store, item);
      const seqs = async (afterSeq: number, limit: number) => (await store.journal("run-1", { afterSeq, limit })).map(({ seq }) => seq);
      const quiet = next(item, 1, {});
      await commitTo(store, { ...quiet, advance: { ...quiet.advance, run: { ...quiet.advance.run, seq: 1 }, journal: [] } });
      const loud = next(item, 2, {});
      const [entry] = item.advance.journal;
      if (!entry) throw new Error("nothing journalled");
      loud.advance.run.seq = 3;
      loud.advance.journal = [2, 3].map((seq) => ({ ...entry, seq }));
      await commitTo(store, loud);
      expect([await seqs(0, 10), await seqs(0, 2), await seqs(2, 10), await seqs(3, 10)]).toEqual([[1, 2, 3], [1, 2], [3], []]);
      expect(await store.recordedEvents("run-1")).toHaveLength(3);
    });

    it("numbers the carrier log per run", async () => {
      const { store, at } = world();
      const line = { stepSeq: null, direction: "in", kind: "webhook", method: "POST", url: "/x", status: null, body: "" } as const;
      await commitTo(store, { ...start("run-1", {}), log: [line, { ...line, direction: "out", kind: "xml" }] });
      await store.appendLog("run-1", [{ ...line, url: "/y" }]);
      const log = await store.carrierLog("run-1");
      expect(log.map((l) => [l.url, l.at])).toEqual([
        ["/x", at],
        ["/x", at],
        ["/y", at],
      ]);
      const seqs = log.map((l) => l.seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      for (const [i, afterSeq] of seqs.entries())
        expect(await store.carrierLog("run-1", { afterSeq, limit: 1 })).toEqual(log.slice(i + 1, i + 2));
    });
  });
}

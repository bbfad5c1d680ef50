import { expect, it } from "vitest";
import { createBatcher } from "./batcher.ts";

interface Item {
  run: string;
  n: number;
}
function recording(run: (items: Item[]) => Promise<(number | Error)[]> = async (items) => items.map((i) => i.n), lanes = 1) {
  const batches: string[][] = [];
  const batcher = createBatcher<Item, number>({
    orderOf: (item) => item.run,
    maxItems: 3,
    lanes,
    soon: (call) => void setImmediate(call),
    run: async (items) => {
      batches.push(items.map((i) => `${i.run}${i.n}`));
      await new Promise((done) => setImmediate(done));
      return run(items);
    },
  });
  return { batcher, batches };
}

it("gathers what comes while a batch is written, one item of a run per batch, in order", async () => {
  const { batcher, batches } = recording();
  const all = [
    { run: "a", n: 1 },
    { run: "a", n: 2 },
    { run: "b", n: 1 },
    { run: "a", n: 3 },
    { run: "c", n: 1 },
    { run: "d", n: 1 },
  ];
  expect(await Promise.all(all.map(batcher.add))).toEqual([1, 2, 1, 3, 1, 1]);
  expect(batches).toEqual([["a1", "b1", "c1"], ["a2", "d1"], ["a3"]]);
  expect(batcher.size()).toBe(0);
});

it("rejects only the item that failed", async () => {
  const { batcher } = recording(async (items) => items.map((i) => (i.run === "b" ? new Error("poison") : i.n)));
  const results = await Promise.allSettled([batcher.add({ run: "a", n: 1 }), batcher.add({ run: "b", n: 1 })]);
  expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected"]);
});

it("goes on after a batch that failed as a whole", async () => {
  let broken = true;
  const { batcher } = recording(async (items) => {
    if (broken) throw new Error("disk full");
    return items.map((i) => i.n);
  });
  await expect(batcher.add({ run: "a", n: 1 })).rejects.toThrow("disk full");
  broken = false;
  expect(await batcher.add({ run: "a", n: 2 })).toBe(2);
});

it("knows when it is idle", async () => {
  const { batcher, batches } = recording();
  await batcher.idle();
  void batcher.add({ run: "a", n: 1 });
  void batcher.add({ run: "a", n: 2 });
  await batcher.idle();
  expect(batches).toHaveLength(2);
});

it("begins another batch while one is being written, but never one that holds the same run", async () => {
  const done: (() => void)[] = [];
  const { batcher, batches } = recording(async (items) => {
    await new Promise<void>((resolve) => done.push(resolve));
    return items.map((i) => i.n);
  }, 2);
  const turn = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  const added = [batcher.add({ run: "a", n: 1 })];
  await turn();
  added.push(...["a", "b", "a", "c"].map((run, i) => batcher.add({ run, n: i + 2 })));
  await turn();
  expect(batches).toEqual([["a1"], ["b3", "c5"]]);
  expect(batcher.size()).toBe(5);
  done.shift()?.();
  await turn();
  expect(batches).toEqual([["a1"], ["b3", "c5"], ["a2"]]);
  done.splice(0).forEach((resolve) => resolve());
  await turn();
  expect(batches.at(-1)).toEqual(["a4"]);
  done.splice(0).forEach((resolve) => resolve());
  expect(await Promise.all(added)).toEqual([1, 2, 3, 4, 5]);
});

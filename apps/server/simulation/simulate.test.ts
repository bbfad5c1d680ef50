import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createFlowPool } from "./flows.ts";
import { PLANTED } from "./planted.ts";
import { playOnAllCores } from "./pool.ts";
import { simulate } from "./simulate.ts";

/** The share of every test run; `npm run simulate -- --seeds 200000` is the whole. */
const SEEDS = Number(process.env["SIMULATE_SEEDS"] ?? 5_000);
const kept = JSON.parse(readFileSync(new URL("./kept-seeds.json", import.meta.url), "utf8")) as { seed: number }[];
const pool = createFlowPool();

it(`keeps its promises in ${SEEDS} histories`, { timeout: 600_000 }, async () => {
  const { count, failures, commits, crashes, cutShort } = await playOnAllCores({ from: 1, count: SEEDS });
  const failed = failures.flatMap(({ seed, problems }) => problems.map((problem) => `seed ${seed}: ${problem}`));
  expect(failed).toEqual([]);
  expect(count).toBe(SEEDS);
  // A simulation in which little happens proves little.
  expect(commits).toBeGreaterThan(SEEDS * 20);
  expect(crashes).toBeGreaterThan(SEEDS / 4);
  expect(cutShort).toBeLessThan(SEEDS / 5);
});

it("plays every seed that ever failed", { timeout: 120_000 }, async () => {
  for (const { seed } of kept) expect((await simulate(seed, pool)).problems, `seed ${seed}`).toEqual([]);
});

it("plays the same history again from the same seed", async () => {
  for (const seed of [3, 14, 159]) {
    const [once, again] = [await simulate(seed, createFlowPool(), { trace: true }), await simulate(seed, pool, { trace: true })];
    expect(once.trace.length).toBeGreaterThan(3);
    expect(again.trace).toEqual(once.trace);
  }
});

/** So many seeds are enough to find a fault that was planted. */
const BOUND = 300;
/** Properties that the fault breaks; another one that is found first counts too, as long as it is found. */
for (const planted of PLANTED) {
  it(`finds a fault that is planted in ${planted}, within ${BOUND} seeds`, { timeout: 120_000 }, async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= BOUND && found.length === 0; seed++) found.push(...(await simulate(seed, pool, { planted })).problems);
    expect(found.length).toBeGreaterThan(0);
  });
}

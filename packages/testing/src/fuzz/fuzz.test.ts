import { describe, expect, it } from "vitest";
import { aloneMs } from "./alone.ts";
import { cpuMs } from "./cpu.ts";
import { fuzz, inputOf, MOST_CPU_MS, problemWith } from "./fuzz.ts";
import { hostile } from "./hostile.ts";
import { keptInputs } from "./kept.ts";
import { anyTarget } from "./target.ts";
import { targetOf, targets } from "./targets/index.ts";

/** The share of every test run; `npm run fuzz -- --inputs 1000000` is the whole. */
const INPUTS = Number(process.env["FUZZ_INPUTS"] ?? 100_000);
const SEED = 1;

describe("what others wrote", () => {
  it.each(targets.map((target) => ({ name: target.name, target })))("$name", { timeout: 900_000 }, async ({ name, target }) => {
    const count = Math.ceil(INPUTS * (target.share ?? 1));
    const { failed, failures, suspects } = fuzz(target, { seed: SEED, from: 0, count });
    expect(failures).toEqual([]);
    expect(failed).toBe(0);
    for (const index of suspects) expect(await aloneMs(name, inputOf(target, SEED, index)), `input ${index}`).toBeLessThan(MOST_CPU_MS);
  });

  it("all that ever failed", { timeout: 120_000 }, async () => {
    for (const { parser, input, problem } of keptInputs()) {
      const target = targetOf(parser);
      expect(target, parser).toBeDefined();
      if (!target) continue;
      const began = cpuMs();
      expect(problemWith(target, input), problem).toBeNull();
      if (cpuMs() - began > MOST_CPU_MS) expect(await aloneMs(parser, input), problem).toBeLessThan(MOST_CPU_MS);
    }
  });
});

describe("the harness", () => {
  it("draws the same inputs from the same seed, and others from another", () => {
    for (const target of targets) {
      expect(inputOf(target, 7, 3)).toEqual(inputOf(target, 7, 3));
      const many = new Set(Array.from({ length: 50 }, (_, index) => JSON.stringify(inputOf(target, 7, index))));
      expect(many.size, target.name).toBeGreaterThan(25);
      for (let index = 0; index < 50; index++)
        expect(JSON.parse(JSON.stringify(inputOf(target, 7, index)))).toEqual(inputOf(target, 7, index));
    }
  });

  it("finds a crash, counts all and shows the smallest input", () => {
    const planted = anyTarget<{ text: string }>({
      name: "planted",
      make: (chance) => ({ text: hostile(chance) }),
      judge: ({ text }) => {
        if (text.includes("\uD800")) throw new RangeError("half a character");
      },
    });
    const { failed, failures } = fuzz(planted, { seed: SEED, from: 0, count: 3_000 });
    expect(failed).toBeGreaterThan(failures.length);
    expect(failures[0]).toMatchObject({ problem: "RangeError: half a character", input: { text: "\uD800" } });
  });

  it("suspects an input that takes long", () => {
    const planted = anyTarget<boolean>({
      name: "slow",
      make: (chance) => chance.once(10),
      judge: (slow) => {
        const until = cpuMs() + 80;
        while (slow && cpuMs() < until) Math.sqrt(2);
      },
    });
    const slow = Array.from({ length: 20 }, (_, index) => index).filter((index) => inputOf(planted, SEED, index) === true);
    expect(slow.length).toBeGreaterThan(0);
    expect(fuzz(planted, { seed: SEED, from: 0, count: 20 }).suspects).toEqual(expect.arrayContaining(slow.slice(0, 1)));
  });
});

import { expect, it } from "vitest";
import { fraction, shareAt } from "./runtime.ts";

const SHARES = [
  { name: "A", percent: 10 },
  { name: "never", percent: 0 },
  { name: "B", percent: 89.9 },
];

it("draws each share as often as it says", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const name = shareAt(SHARES, fraction(`+1415555${i}`));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(["A", "B"]);
  // Three standard deviations of a binomial draw with p = 0.1 are 127.
  expect(Math.abs((counts.get("A") ?? 0) - 2_002)).toBeLessThan(150);
});

it("leaves nobody out at the ends", () => {
  expect([0, 0.0999, 0.1002, 0.999999].map((point) => shareAt(SHARES, point))).toEqual(["A", "A", "B", "B"]);
});

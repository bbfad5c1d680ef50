// @vitest-environment node
import { describe, expect, it } from "vitest";
import { cordPath, directCorners, type CordEnds } from "./cord-path.ts";

const ends = (part: Partial<CordEnds>): CordEnds => ({
  fromX: 0,
  fromY: 0,
  toX: 200,
  toY: 100,
  lane: 0,
  lanes: 1,
  belowFrom: 50,
  belowTo: 80,
  ...part,
});
const numbers = (d: string) => [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

describe("a cord's path", () => {
  it("is straight between jacks at one height", () => {
    expect(cordPath(ends({ toY: 0 })).d).toBe("M0,0L200,0");
  });
  it("begins and ends at the jacks", () => {
    const points = numbers(cordPath(ends({})).d);
    expect(points[0]).toEqual({ x: 0, y: 0 });
    expect(points.at(-1)).toEqual({ x: 200, y: 100 });
  });
  it("passes below both cards when it leads back", () => {
    const lowest = Math.max(...numbers(cordPath(ends({ toX: -300, toY: -40 })).d).map(({ y }) => y));
    expect(lowest).toBeGreaterThan(50);
  });
  it("gives each cord of a card its own lane", () => {
    const turns = [0, 1, 2].map((lane) =>
      Math.max(
        ...numbers(cordPath(ends({ lane, lanes: 3, toY: 300 })).d)
          .slice(1, -1)
          .map(({ x }) => x),
      ),
    );
    expect(new Set(turns).size).toBe(3);
    // Downwards the first exit turns last, so that the cords don't cross.
    expect(turns).toEqual(turns.toSorted((a, b) => b - a));
  });
  it("has its + on the line", () => {
    const { middle } = cordPath(ends({}));
    expect(middle.x).toBeGreaterThan(0);
    expect(middle.x).toBeLessThan(200);
    expect(middle.y).toBeGreaterThanOrEqual(0);
    expect(middle.y).toBeLessThanOrEqual(100);
  });
});

it("one that leads back to a card below or above its own goes beside that, not behind it", () => {
  const xs = (toY: number): number[] =>
    directCorners(ends({ fromX: 240, fromY: 100, toX: 50, belowFrom: 60, belowTo: 120, toY })).map(([x]) => x);
  // The card below lies from 50 to 290, the one above as well; its own from 0 to 240.
  expect(Math.max(...xs(240))).toBeGreaterThan(290);
  expect(Math.min(...xs(240))).toBeLessThan(50);
  expect(Math.min(...xs(-200))).toBeLessThan(0);
});

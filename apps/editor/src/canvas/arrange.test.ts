// @vitest-environment node
import { describe, expect, it } from "vitest";
import { aligned, distributed } from "./arrange.ts";

const boxes = new Map([
  ["a", { x: 0, y: 0, width: 240, height: 100 }],
  ["b", { x: 400, y: 60, width: 240, height: 200 }],
  ["c", { x: 520, y: 400, width: 120, height: 100 }],
]);
const xs = (places: Map<string, { x: number; y: number }>) => [...places.values()].map(({ x }) => x);
const ys = (places: Map<string, { x: number; y: number }>) => [...places.values()].map(({ y }) => y);

describe("aligning", () => {
  it("takes the outermost edge", () => {
    expect(xs(aligned(boxes, "left"))).toEqual([0, 0, 0]);
    expect(xs(aligned(boxes, "right"))).toEqual([400, 400, 520]);
    expect(ys(aligned(boxes, "top"))).toEqual([0, 0, 0]);
    expect(ys(aligned(boxes, "bottom"))).toEqual([400, 300, 400]);
  });
  it("takes the middle of all together", () => {
    expect(xs(aligned(boxes, "centre"))).toEqual([200, 200, 260]);
    expect(ys(aligned(boxes, "middle"))).toEqual([200, 152, 200]);
  });
  it("leaves the other direction alone", () => {
    expect(ys(aligned(boxes, "left"))).toEqual([0, 60, 400]);
  });
});

describe("distributing", () => {
  it("leaves the same room between neighbours and the outermost where they are", () => {
    const down = distributed(boxes, "down");
    expect(ys(down)).toEqual([0, 152, 400]);
    const across = distributed(boxes, "across");
    expect([across.get("a")?.x, across.get("b")?.x, across.get("c")?.x]).toEqual([0, 260, 520]);
  });
  it("moves nothing of two", () => {
    const two = new Map([...boxes].slice(0, 2));
    expect(xs(distributed(two, "across"))).toEqual([0, 400]);
  });
});

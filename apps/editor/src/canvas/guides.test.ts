// @vitest-environment node
import { describe, expect, it } from "vitest";
import { viewOf } from "../document/index.ts";
import { receptionist } from "../document/fixture.ts";
import { CARD, exitY } from "./geometry.ts";
import { level, linesFor } from "./guides.ts";
import { shapeIn } from "./place.ts";

const start = receptionist();
const SIGHT = { x: -1_000, y: -1_000, width: 4_000, height: 2_000 };
const lines = linesFor(start, "say", new Set(["say"]), viewOf, SIGHT);
const card = (x: number, y: number) => ({ x, y, width: CARD.width, height: 100 });

describe("guides", () => {
  it("draw a card level with the left edge of another", () => {
    const { by, guides } = level(card(404, 700), lines, 1);
    expect(by).toEqual({ x: -4, y: 0 });
    expect(guides).toEqual([{ axis: "x", at: 400, from: 0, to: 800 }]);
  });
  it("draw its cord straight", () => {
    const menu = start.nodes[1];
    const down = menu ? exitY(shapeIn(start, menu, viewOf), "help") : 0;
    const { by, guides } = level(card(1_000, down - CARD.inputY + 3), lines, 1);
    expect(by).toEqual({ x: 0, y: -3 });
    expect(guides).toEqual([{ axis: "y", at: down, from: 400 + CARD.width, to: 1_000 + CARD.width }]);
  });
  it("reach as far on the screen at any zoom", () => {
    expect(level(card(410, 700), lines, 1).by.x).toBe(0);
    expect(level(card(410, 700), lines, 0.5).by.x).toBe(-10);
  });
  it("leave out what is out of sight, and what moves too", () => {
    expect(linesFor(start, "say", new Set(["say"]), viewOf, { ...SIGHT, x: 350, width: 100 }).x).toHaveLength(1);
    expect(linesFor(start, "say", new Set(["say", "menu"]), viewOf, SIGHT).x.map(({ at }) => at)).toEqual([0, 800]);
  });
});

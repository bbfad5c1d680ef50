// @vitest-environment node
import { describe, expect, it } from "vitest";
import { viewOf } from "../document/index.ts";
import { flow, node, receptionist } from "../document/fixture.ts";
import { CARD, exitY } from "./geometry.ts";
import { boundsOf, fitInto } from "./mini-fit.ts";
import { freePlace, heightOf, placeAfter, shapeIn } from "./place.ts";
import { placed, tidyCommand } from "./tidy.ts";

const start = receptionist();
const menu = start.nodes[1] ?? node("x", "x", "x");

describe("the place of a new card", () => {
  it("is level with its exit when there is room", () => {
    const alone = flow([menu]);
    const at = placeAfter(alone, menu, "help", viewOf, 120);
    expect(at.x).toBeGreaterThan(CARD.width);
    expect(at.y + CARD.inputY).toBe(exitY(shapeIn(alone, menu, viewOf), "help"));
  });
  it("moves below what is in the way", () => {
    const call = start.nodes[2] ?? menu;
    const document = flow([menu, call]);
    document.layout["call"] = { x: 336, y: 0 };
    expect(freePlace(document, viewOf, { x: 336, y: 40 }, 120).y).toBeGreaterThanOrEqual(heightOf(document, call, viewOf));
  });
});

describe("tidy", () => {
  const { to } = tidyCommand(start, viewOf);
  it("goes from left to right and leaves the entry where it was", () => {
    expect(to["start"]).toEqual(start.layout["start"]);
    expect(to["menu"]?.x).toBeGreaterThan(to["start"]?.x ?? 0);
    expect(to["call"]?.x).toBe(to["say"]?.x);
  });
  it("keeps the order of the exits and lets no cards overlap", () => {
    const [call, say] = [to["call"]?.y ?? 0, to["say"]?.y ?? 0];
    expect(say).toBeGreaterThanOrEqual(call + heightOf(start, start.nodes[2] ?? menu, viewOf));
  });
  it("lays out a circle, a node on its own and an empty flow", () => {
    const circle = flow(
      [node("start", "start", "Start"), menu, node("alone", "hangup", "Alone")],
      ["start:incoming_call>menu", "menu:sales>menu"],
    );
    expect(Object.keys(tidyCommand(circle, viewOf).to)).toHaveLength(3);
    expect(tidyCommand(flow([]), viewOf).to).toEqual({});
  });
  it("places a flow that came without places, and no other", () => {
    expect(placed(start, viewOf)).toBe(start);
    expect(Object.keys(placed({ ...start, layout: {} }, viewOf).layout)).toHaveLength(4);
  });
});

describe("the map", () => {
  it("fits the flow, centred", () => {
    const bounds = boundsOf([
      { x: -100, y: 0, width: 100, height: 50 },
      { x: 100, y: 0, width: 100, height: 50 },
    ]);
    expect(bounds).toEqual({ x: -100, y: 0, width: 300, height: 50 });
    const fit = fitInto(bounds, 170, 110, 10);
    expect(fit).toEqual({ scale: 0.5, x: 60, y: 42.5 });
  });
  it("stands an empty flow", () => {
    expect(Number.isFinite(fitInto(boundsOf([]), 100, 100, 8).scale)).toBe(true);
  });
});

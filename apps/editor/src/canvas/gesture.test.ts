// @vitest-environment node
import type { FlowDocument } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { viewOf } from "../document/index.ts";
import { receptionist } from "../document/fixture.ts";
import { CARD, exitY } from "./geometry.ts";
import { beginGesture, carriedWith, follow, withGroups } from "./gesture.ts";
import { exitNear, isLoose } from "./near.ts";
import { shapeIn } from "./place.ts";

const plain = receptionist();
const held: FlowDocument = {
  ...plain,
  layout: { ...plain.layout, call: { x: 800, y: 0, group: "g" }, say: { x: 1_200, y: 0, group: "g" } },
  notes: [
    { id: "frame", x: 380, y: -60, width: 300, height: 500, text: "Choice", frame: true },
    { id: "note", x: 400, y: 300, width: 200, height: 80, text: "", locked: true },
  ],
};
const SIGHT = { x: -1_000, y: -1_000, width: 4_000, height: 2_000 };
const carried = (...ids: string[]) => [...carriedWith(held, new Set(ids), viewOf).keys()];

describe("a drag", () => {
  it("takes the rest of a group along, and what lies in a frame, but nothing that is locked", () => {
    expect(carried("call")).toEqual(["call", "say"]);
    expect(carried("frame")).toEqual(["menu", "frame"]);
    expect(carried("start")).toEqual(["start"]);
    expect([...withGroups(held, new Set(["say"]))]).toEqual(["say", "call"]);
  });

  it("moves everything by as much as the lead, made level", () => {
    const gesture = beginGesture(held, ["call"], viewOf, SIGHT);
    if (!gesture) throw new Error("nothing to drag");
    const { at, by } = follow(gesture, { x: 403, y: 600 }, { zoom: 1, free: false });
    expect(by).toEqual({ x: -400, y: 600 });
    expect(at.get("say")).toEqual({ x: 800, y: 600 });
    expect(follow(gesture, { x: 403, y: 600 }, { zoom: 1, free: true }).by).toEqual({ x: -397, y: 600 });
  });

  it("begins with nothing that is locked", () => {
    expect(beginGesture(held, ["note"], viewOf, SIGHT)).toBeNull();
  });
});

describe("what letting go would plug in", () => {
  const menu = plain.nodes[1];
  if (!menu) throw new Error("no menu");
  const bare: FlowDocument = { ...plain, edges: plain.edges.filter(({ exit }) => exit !== "help") };
  const jack = { x: 400 + CARD.width, y: exitY(shapeIn(bare, menu, viewOf), "help") };

  it("is the bare exit close by", () => {
    expect(exitNear(bare, viewOf, { x: jack.x + 40, y: jack.y + 10 }, "say")).toMatchObject({ nodeId: "menu", exit: "help", jack });
  });
  it("is no exit that has a cord, none far away, and never its own", () => {
    expect(exitNear(plain, viewOf, { x: jack.x + 40, y: jack.y }, "say")).toBeNull();
    expect(exitNear(bare, viewOf, { x: jack.x + 100, y: jack.y }, "say")).toBeNull();
    expect(exitNear(bare, viewOf, { x: jack.x + 40, y: jack.y }, "menu")).toBeNull();
  });
  it("is offered only to a card that no cord leads to", () => {
    const [start, , , say] = bare.nodes;
    expect(say && isLoose(bare, say, viewOf)).toBe(true);
    expect(isLoose(plain, menu, viewOf)).toBe(false);
    expect(start && isLoose(bare, start, viewOf)).toBe(false);
  });
});

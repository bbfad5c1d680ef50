// @vitest-environment node
import type { FlowDocument } from "@cordboard/flow";
import Elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { APPLY, apply, viewOf } from "../document/index.ts";
import type { Layouter } from "./elk.ts";
import { boxAround } from "./frames.ts";
import { flow, node, receptionist } from "../document/fixture.ts";
import { CARD, exitY } from "./geometry.ts";
import { boundsOf, fitInto } from "./mini-fit.ts";
import { freePlace, heightOf, placeAfter, shapeIn } from "./place.ts";
import { placed, tidyCommands } from "./tidy.ts";

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
  it("leaves what a note says to be read, and may lie in a frame", () => {
    const note = { id: "hours", x: 300, y: 0, width: 240, height: 96, text: "Opening hours" };
    const document = { ...flow([]), notes: [note] };
    expect(freePlace(document, viewOf, { x: 336, y: 40 }, 120).y).toBeGreaterThanOrEqual(96);
    expect(freePlace({ ...document, notes: [{ ...note, frame: true }] }, viewOf, { x: 336, y: 40 }, 120)).toEqual({ x: 336, y: 40 });
  });
});

const elk = new Elk();
const layout: Layouter = (graph) => elk.layout(graph);
const tidied = async (document: FlowDocument, only?: ReadonlySet<string>) =>
  (await tidyCommands(document, viewOf, { layout, ...(only && { only }) })).reduce(
    (current, command) => apply(current, command, APPLY),
    document,
  );

describe("tidy", () => {
  it("goes from left to right, leaves the entry where it was, and draws cords straight where it can", async () => {
    const { layout: to } = await tidied({ ...start, layout: { ...start.layout, start: { x: 80, y: 40 } } });
    expect(to["start"]).toEqual({ x: 80, y: 40 });
    expect(to["menu"]?.x).toBeGreaterThan(to["start"]?.x ?? 0);
    expect(to["call"]?.x).toBe(to["say"]?.x);
    expect((to["menu"]?.y ?? 0) + CARD.inputY).toBe(40 + exitY(shapeIn(start, start.nodes[0] ?? menu, viewOf), "incoming_call"));
  });
  it("keeps the order of the exits and lets no cards overlap", async () => {
    const { layout: to } = await tidied(start);
    const [call, say] = [to["call"]?.y ?? 0, to["say"]?.y ?? 0];
    expect(say).toBeGreaterThanOrEqual(call + heightOf(start, start.nodes[2] ?? menu, viewOf));
  });
  it("lays out a circle, a node on its own and an empty flow", async () => {
    const circle = flow(
      [node("start", "start", "Start"), menu, node("alone", "hangup", "Alone")],
      ["start:incoming_call>menu", "menu:sales>menu"],
    );
    const { layout: to } = await tidied({ ...circle, layout: {} });
    expect(new Set(Object.values(to).map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
    expect(await tidied(flow([]))).toEqual(flow([]));
  });
  it("leaves what is locked, and the rest makes way", async () => {
    const before = (await tidied(start)).layout;
    const call = before["call"] ?? { x: 0, y: 0 };
    const { layout: to } = await tidied({ ...start, layout: { ...start.layout, say: { ...call, locked: true } } });
    expect(to["say"]).toEqual({ ...call, locked: true });
    expect(to["call"]?.y).toBeGreaterThan(call.y);
  });
  it("puts a frame around what was in it", async () => {
    const frame = { id: "f", x: 380, y: -60, width: 300, height: 400, text: "Choice", frame: true } as const;
    const tidy = await tidied({ ...start, notes: [frame] });
    const box = boxAround(tidy, { nodeIds: ["menu"], noteIds: [] }, viewOf);
    expect(tidy.notes[0]).toMatchObject({ x: box?.x, y: box?.y, width: box?.width });
  });
  it("tidies only what is selected", async () => {
    const { layout: to } = await tidied(start, new Set(["call", "say"]));
    expect([to["start"], to["menu"], to["call"]]).toEqual([start.layout["start"], start.layout["menu"], start.layout["call"]]);
    expect(to["say"]?.x).toBe(to["call"]?.x);
  });
  it("places a flow that came without places, and no other", async () => {
    expect(await placed(start, viewOf, layout)).toBe(start);
    expect(Object.keys((await placed({ ...start, layout: {} }, viewOf, layout)).layout)).toHaveLength(4);
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

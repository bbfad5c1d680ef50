// @vitest-environment node
import { describe, expect, it } from "vitest";
import { apply, APPLY, cordKey, NOTHING, viewOf, type Command } from "../document/index.ts";
import { node, receptionist } from "../document/fixture.ts";
import { derive, NOTHING_YET, type DeriveInput } from "./derive.ts";
import type { RunOverlay } from "./overlay.ts";

const start = receptionist();
const input = (part: Partial<DeriveInput> = {}): DeriveInput => ({
  document: start,
  viewOf,
  selection: NOTHING,
  issues: new Map(),
  expanded: new Set(),
  overlay: null,
  ...part,
});
const first = derive(input(), NOTHING_YET);
const after = (command: Command) => derive(input({ document: apply(start, command, APPLY) }), first);
const card = (id: string, derived = first) => {
  const found = derived.nodeById.get(id);
  if (found?.type !== "card") throw new Error(`no card ${id}`);
  return found;
};
/** Ids of what React will draw again. */
const redrawn = (derived: typeof first) => derived.nodes.filter((item) => first.nodeById.get(item.id) !== item).map(({ id }) => id);

describe("derive", () => {
  it("gives sizes and jacks, so that nothing waits for measuring", () => {
    expect(card("menu")).toMatchObject({ width: 240, height: card("menu").data.shape.height });
    expect(card("menu").handles?.map(({ id }) => id)).toEqual(["in", "sales", "help", "no_input", "wrong_input"]);
    expect(card("start").handles?.some(({ id }) => id === "in")).toBe(false);
  });
  it("hands out the same objects while nothing changes", () => {
    const again = derive(input(), first);
    expect(again.nodes).toBe(first.nodes);
    expect(again.edges).toBe(first.edges);
  });
  it("draws one card again when one is typed in", () => {
    expect(redrawn(after({ type: "setConfig", nodeId: "say", path: ["prompt", 0, "speak"], value: "Hi" }))).toEqual(["say"]);
  });
  it("keeps a card's data while it only moves", () => {
    const moved = after({ type: "moveNodes", to: { say: { x: 1, y: 2 } } });
    expect(redrawn(moved)).toEqual(["say"]);
    expect(card("say", moved).data).toBe(card("say").data);
    expect(moved.edges).toBe(first.edges);
  });
  it("draws the two ends again when a cord is unplugged", () => {
    expect(redrawn(after({ type: "removeEdge", from: "menu", exit: "help" }))).toEqual(["menu", "say"]);
  });
  it("marks selection, issues and a run, each on its card only", () => {
    const overlay: RunOverlay = {
      steps: new Map([["menu", { state: "visited", ms: 5, visits: 1 }]]),
      callers: new Map(),
      cords: new Set([cordKey("start", "incoming_call")]),
    };
    const issues = new Map([
      [
        "call",
        [
          { level: "hint" as const, code: "h", message: "hint" },
          { level: "error" as const, code: "e", message: "No number." },
        ],
      ],
    ]);
    const marked = derive(input({ selection: { ...NOTHING, nodes: new Set(["say"]) }, issues, overlay }), first);
    expect(card("say", marked).selected).toBe(true);
    expect(card("call", marked).data.issues).toEqual({ level: "error", count: 1, message: "No number." });
    expect(card("menu", marked).data.step?.ms).toBe(5);
    expect(card("start", marked).data.taken).toBe("incoming_call");
    expect(marked.edges.map((edge) => edge.data?.travelled)).toEqual([true, false, false]);
  });
  it("draws an unknown component with the exits its cords name", () => {
    const document = {
      ...start,
      nodes: [...start.nodes, node("fax", "fax_machine", "Fax")],
      edges: [...start.edges, { from: "fax", exit: "sent", to: "say" }],
    };
    const fax = card("fax", derive(input({ document }), first));
    expect(fax.data.shape.rows.map(({ exit }) => exit.id)).toEqual(["sent"]);
    expect(fax.ariaLabel).toContain("unknown component");
  });
  it("leaves out a cord to nowhere", () => {
    const document = { ...start, edges: [...start.edges, { from: "say", exit: "completed", to: "nobody" }] };
    expect(derive(input({ document }), first).edges).toHaveLength(3);
  });
});

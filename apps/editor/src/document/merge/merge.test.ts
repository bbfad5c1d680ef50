import type { FlowDocument } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { cord, node, receptionist } from "../fixture.ts";
import { changesOf } from "./changes-of.ts";
import { merge, same } from "./merge.ts";

const base = receptionist();
const withConfig = (document: FlowDocument, id: string, config: FlowDocument["nodes"][number]["config"]): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((one) => (one.id === id ? { ...one, config } : one)),
});
const SAY = { prompt: [{ speak: "Mine." }] };

describe("merge", () => {
  it("takes what only one side changed, whatever it is", () => {
    const mine = {
      ...withConfig(base, "say", SAY),
      description: "mine",
      notes: [{ id: "n", x: 0, y: 0, width: 9, height: 9, text: "mine" }],
    };
    const theirs = {
      ...withConfig(base, "call", { to: ["+14155550199"] }),
      edges: [...base.edges, cord("say:completed>menu")],
      variables: [{ name: "tier", type: "text" as const, value: "gold" }],
      layout: { ...base.layout, menu: { x: 7, y: 7 } },
    };
    const { document, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(document).toEqual({
      ...theirs,
      description: "mine",
      notes: mine.notes,
      nodes: withConfig(theirs, "say", SAY).nodes,
    });
  });

  it("tells what both changed, and does as is chosen", () => {
    const mine = withConfig(base, "say", SAY);
    const theirs = { ...withConfig(base, "say", { prompt: [{ speak: "Theirs." }] }), name: "Theirs" };
    const { conflicts, document } = merge(base, mine, theirs);
    expect(conflicts).toMatchObject([{ key: "node say", part: "node", title: "Say_Choice" }]);
    expect(document.nodes.find(({ id }) => id === "say")?.config).toEqual(SAY);
    expect(document.name).toBe("Theirs");
    expect(merge(base, mine, theirs, () => "theirs").document).toEqual(theirs);
    const [conflict] = conflicts;
    expect(conflict && changesOf(conflict, "mine", base, mine).join()).toMatch(/Mine\./);
    expect(conflict && changesOf(conflict, "theirs", base, theirs).join()).toMatch(/Theirs\./);
  });

  it("a step that one side took out and the other changed is a conflict; its cords go with it", () => {
    const mine = { ...base, nodes: base.nodes.filter(({ id }) => id !== "say"), edges: base.edges.filter(({ to }) => to !== "say") };
    const theirs = withConfig(base, "say", SAY);
    expect(merge(base, mine, theirs).conflicts).toMatchObject([{ key: "node say", mine: null }]);
    expect(merge(base, mine, theirs).document.edges).toEqual(mine.edges);
    const back = merge(base, mine, theirs, () => "theirs").document;
    expect(back.nodes.some(({ id }) => id === "say")).toBe(true);
  });

  it("the same change on both sides is none; two new steps of one name get two", () => {
    const changed = withConfig(base, "say", SAY);
    expect(merge(base, changed, structuredClone(changed))).toEqual({ document: changed, conflicts: [] });
    const add = (id: string): FlowDocument => ({ ...base, nodes: [...base.nodes, node(id, "hangup", "Bye")] });
    const { document, conflicts } = merge(base, add("mine"), add("theirs"));
    expect(conflicts).toEqual([]);
    expect(document.nodes.slice(-2).map(({ id, name }) => [id, name])).toEqual([
      ["theirs", "Bye"],
      ["mine", "Bye_2"],
    ]);
  });

  it("two tests of one name are two tests", () => {
    const mine = { ...base, tests: [{ name: "a" }, { name: "a", at: 2 }] };
    expect(merge(base, mine, { ...base, description: "theirs" }).document.tests).toEqual(mine.tests);
  });
});

it("compares data, not the order of its keys", () => {
  expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});

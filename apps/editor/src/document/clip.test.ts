// @vitest-environment node
import { array, assert, pre, property } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { apply } from "./apply.ts";
import { copyText, pasteCommands } from "./clip.ts";
import { APPLY, isEntry } from "./editor.tsx";
import { node, receptionist } from "./fixture.ts";
import { choice } from "./random-commands.ts";
import { renameNode, type FlowDocument } from "@cordboard/flow";

const start = receptionist();
const copy = (...ids: string[]) => copyText(start, { nodes: new Set(ids), notes: new Set(ids) }, isEntry) ?? "";

function paste(document: FlowDocument, text: string, at?: { x: number; y: number }) {
  const pasted = pasteCommands(document, text, isEntry, at);
  if (!pasted) throw new Error("nothing was pasted");
  const next = pasted.commands.reduce((current, command) => apply(current, command, APPLY), document);
  return { next, nodes: next.nodes.filter(({ id }) => pasted.nodeIds.includes(id)) };
}

describe("copy and paste", () => {
  it("gives new ids and unique names and mends references among the copies", () => {
    const text = copy("menu", "say");
    const { next, nodes } = paste(start, text);
    expect(nodes.map(({ name }) => name)).toEqual(["Menu_2", "Say_Choice_2"]);
    expect(nodes[1]?.config["prompt"]).toEqual([{ speak: "You chose {{ Menu_2.choice }}." }]);
    expect(next.edges).toContainEqual({ from: nodes[0]?.id, exit: "help", to: nodes[1]?.id });
    expect(new Set(next.nodes.map(({ id }) => id)).size).toBe(next.nodes.length);
  });

  it("leaves references to what was not copied alone", () => {
    const { nodes } = paste(start, copy("say"));
    expect(nodes[0]?.config["prompt"]).toEqual([{ speak: "You chose {{ Menu.choice }}." }]);
  });

  it("keeps names that are free in the other flow", () => {
    const other = { ...start, nodes: start.nodes.slice(0, 1), edges: [] };
    const { nodes } = paste(other, copy("menu", "call"));
    expect(nodes.map(({ name }) => name)).toEqual(["Menu", "Call_Sales"]);
  });

  it("puts the middle where the pointer is", () => {
    const { next, nodes } = paste(start, copy("menu", "call"), { x: 1_000, y: 500 });
    expect(nodes.map(({ id }) => next.layout[id])).toEqual([
      { x: 800, y: 500 },
      { x: 1_200, y: 500 },
    ]);
  });

  it("never copies the entry", () => {
    expect(copyText(start, { nodes: new Set(["start"]), notes: new Set() }, isEntry)).toBeNull();
  });

  it("takes a whole flow file, without its start", () => {
    const { nodes } = paste({ ...start, nodes: start.nodes.slice(0, 1), edges: [], layout: {} }, JSON.stringify(start));
    expect(nodes.map(({ name }) => name)).toEqual(["Menu", "Call_Sales", "Say_Choice"]);
  });

  it.each(["", "hello", "{}", "[1]", '{"format":"cordboard/clip@1"}', '{"format":"other","nodes":[]}'])("ignores the text %o", (text) => {
    expect(pasteCommands(start, text, isEntry)).toBeNull();
  });
});

describe("what travels along", () => {
  const note = { id: "n", x: 10, y: 10, width: 300, height: 200, text: "Sales", frame: true } as const;
  const rich: FlowDocument = {
    ...start,
    nodes: start.nodes.with(3, node("say", "play_audio", "Say_Choice", { prompt: [{ speak: "{{ vars.tier }}" }] })),
    variables: [
      { name: "tier", type: "text", value: "gold" },
      { name: "other", type: "text", value: "" },
    ],
    notes: [note],
    layout: { ...start.layout, menu: { x: 0, y: 0, group: "g", locked: true }, say: { x: 0, y: 300, group: "g" } },
  };
  const text = copyText(rich, { nodes: new Set(["menu", "say"]), notes: new Set(["n"]) }, isEntry) ?? "";
  const empty = { ...start, nodes: start.nodes.slice(0, 1), edges: [], layout: {} };

  it("takes the flow variables that are read along, and only those", () => {
    expect(paste(empty, text).next.variables).toEqual([{ name: "tier", type: "text", value: "gold" }]);
  });

  it("shares a variable of the same name and kind, and renames one of another kind", () => {
    const shared = { ...empty, variables: [{ name: "tier", type: "text" as const, value: "silver" }] };
    expect(paste(shared, text).next.variables).toEqual(shared.variables);
    const clash = { ...empty, variables: [{ name: "tier", type: "number" as const, value: "1" }] };
    const { next, nodes } = paste(clash, text);
    expect(next.variables).toEqual([...clash.variables, { name: "tier_2", type: "text", value: "gold" }]);
    expect(nodes.find(({ name }) => name === "Say_Choice")?.config["prompt"]).toEqual([{ speak: "{{ vars.tier_2 }}" }]);
  });

  it("takes notes and frames along, makes groups anew and leaves locks behind", () => {
    const { next, nodes } = paste(empty, text);
    expect(next.notes).toEqual([{ ...note, id: next.notes[0]?.id, x: 50, y: 50 }]);
    const groups = nodes.map(({ id }) => next.layout[id]?.group);
    expect(groups[0]).toBeDefined();
    expect(groups[0]).not.toBe("g");
    expect(new Set(groups).size).toBe(1);
    expect(nodes.some(({ id }) => next.layout[id]?.locked)).toBe(false);
  });

  it("copies notes alone", () => {
    const alone = copyText(rich, { nodes: new Set(), notes: new Set(["n"]) }, isEntry) ?? "";
    expect(paste(empty, alone).next.notes).toHaveLength(1);
  });
});

/** What nodes do, told without ids: cords by the names they join. */
function meaningOf(document: FlowDocument): unknown {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]));
  const said = (edge: { from: string; exit: string; to: string }) => [names.get(edge.from), edge.exit, names.get(edge.to)].join(" ");
  return {
    nodes: document.nodes.map(({ type, name, config }) => ({ type, name, config })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    edges: document.edges.map(said).toSorted(),
  };
}

test("whatever is copied and pasted means the same, in an empty flow and beside itself", () => {
  assert(
    property(array(choice, { maxLength: 80 }), (choices) => {
      const made = choices.reduce((document, choose) => apply(document, choose(document), APPLY), start);
      // Two nodes of one name are an issue of the author's; what a reference to them means nobody can say.
      pre(new Set(made.nodes.map(({ name }) => name)).size === made.nodes.length);
      const others = made.nodes.filter((one) => !isEntry(one));
      pre(others.length > 0);
      const ids = new Set(others.map(({ id }) => id));
      const text = copyText(made, { nodes: ids, notes: new Set() }, isEntry) ?? "";
      const original = { ...made, nodes: others, edges: made.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };

      const bare = { ...made, nodes: made.nodes.filter(isEntry), edges: [], notes: [], variables: [], layout: {} };
      const there = paste(bare, text);
      expect(meaningOf({ ...there.next, nodes: there.nodes })).toEqual(meaningOf(original));

      const beside = paste(made, text);
      const pastedIds = new Set(beside.nodes.map(({ id }) => id));
      const within = ({ from, to }: { from: string; to: string }) => pastedIds.has(from) && pastedIds.has(to);
      let copy: FlowDocument = { ...beside.next, nodes: beside.nodes, edges: beside.next.edges.filter(within) };
      for (const [index, { name }] of others.entries()) copy = renameNode(copy, beside.nodes[index]?.id ?? "", name);
      expect(meaningOf(copy)).toEqual(meaningOf(original));
      expect(meaningOf({ ...beside.next, nodes: beside.next.nodes.filter(({ id }) => !pastedIds.has(id)), edges: made.edges })).toEqual(
        meaningOf(made),
      );
    }),
    { numRuns: 60 },
  );
});

// @vitest-environment node
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import { copyText, pasteCommands } from "./clip.ts";
import { APPLY, isEntry } from "./editor.tsx";
import { receptionist } from "./fixture.ts";
import type { FlowDocument } from "@cordboard/flow";

const start = receptionist();

function paste(document: FlowDocument, text: string, at?: { x: number; y: number }) {
  const pasted = pasteCommands(document, text, isEntry, at);
  if (!pasted) throw new Error("nothing was pasted");
  const next = pasted.commands.reduce((current, command) => apply(current, command, APPLY), document);
  return { next, nodes: next.nodes.filter(({ id }) => pasted.nodeIds.includes(id)) };
}

describe("copy and paste", () => {
  it("gives new ids and unique names and mends references among the copies", () => {
    const text = copyText(start, new Set(["menu", "say"]), isEntry) ?? "";
    const { next, nodes } = paste(start, text);
    expect(nodes.map(({ name }) => name)).toEqual(["Menu_2", "Say_Choice_2"]);
    expect(nodes[1]?.config["prompt"]).toEqual([{ speak: "You chose {{ Menu_2.choice }}." }]);
    expect(next.edges).toContainEqual({ from: nodes[0]?.id, exit: "help", to: nodes[1]?.id });
    expect(new Set(next.nodes.map(({ id }) => id)).size).toBe(next.nodes.length);
  });

  it("leaves references to what was not copied alone", () => {
    const { nodes } = paste(start, copyText(start, new Set(["say"]), isEntry) ?? "");
    expect(nodes[0]?.config["prompt"]).toEqual([{ speak: "You chose {{ Menu.choice }}." }]);
  });

  it("keeps names that are free in the other flow", () => {
    const other = { ...start, nodes: start.nodes.slice(0, 1), edges: [] };
    const { nodes } = paste(other, copyText(start, new Set(["menu", "call"]), isEntry) ?? "");
    expect(nodes.map(({ name }) => name)).toEqual(["Menu", "Call_Sales"]);
  });

  it("puts the middle where the pointer is", () => {
    const { next, nodes } = paste(start, copyText(start, new Set(["menu", "call"]), isEntry) ?? "", { x: 1_000, y: 500 });
    expect(nodes.map(({ id }) => next.layout[id])).toEqual([
      { x: 800, y: 500 },
      { x: 1_200, y: 500 },
    ]);
  });

  it("never copies the entry", () => {
    expect(copyText(start, new Set(["start"]), isEntry)).toBeNull();
  });

  it("takes a whole flow file, without its start", () => {
    const { nodes } = paste({ ...start, nodes: start.nodes.slice(0, 1), edges: [], layout: {} }, JSON.stringify(start));
    expect(nodes.map(({ name }) => name)).toEqual(["Menu", "Call_Sales", "Say_Choice"]);
  });

  it.each(["", "hello", "{}", "[1]", '{"format":"cordboard/clip@1"}', '{"format":"other","nodes":[]}'])("ignores the text %o", (text) => {
    expect(pasteCommands(start, text, isEntry)).toBeNull();
  });
});

// @vitest-environment node
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import type { Command } from "./command.ts";
import { APPLY } from "./editor.tsx";
import { node, receptionist } from "./fixture.ts";

const start = receptionist();
const after = (command: Command, document = start) => apply(document, command, APPLY);

describe("apply", () => {
  it("adds a node with its place, once", () => {
    const added = after({ type: "addNode", node: node("bye", "hangup", "Bye"), at: { x: 8, y: 16 } });
    expect(added.nodes.at(-1)?.name).toBe("Bye");
    expect(added.layout["bye"]).toEqual({ x: 8, y: 16 });
    expect(after({ type: "addNode", node: node("bye", "hangup", "Again"), at: { x: 0, y: 0 } }, added)).toBe(added);
  });

  it("removes nodes with their cords and places, but never the entry", () => {
    const removed = after({ type: "removeNodes", nodeIds: ["menu", "start"] });
    expect(removed.nodes.map(({ id }) => id)).toEqual(["start", "call", "say"]);
    expect(removed.edges).toEqual([]);
    expect(removed.layout["menu"]).toBeUndefined();
    expect(after({ type: "removeNodes", nodeIds: ["start"] })).toBe(start);
  });

  it("keeps one cord per exit", () => {
    const replugged = after({ type: "addEdge", edge: { from: "menu", exit: "sales", to: "say" } });
    expect(replugged.edges.filter(({ from, exit }) => from === "menu" && exit === "sales")).toEqual([
      { from: "menu", exit: "sales", to: "say" },
    ]);
  });

  it("plugs no cord into a node that isn't there", () => {
    expect(after({ type: "addEdge", edge: { from: "menu", exit: "sales", to: "nobody" } })).toBe(start);
  });

  it("moves a cord to another exit and leaves it where it was when the new place doesn't exist", () => {
    const moved = after({ type: "reconnect", from: "menu", exit: "sales", edge: { from: "menu", exit: "no_input", to: "call" } });
    expect(moved.edges).toContainEqual({ from: "menu", exit: "no_input", to: "call" });
    expect(moved.edges).not.toContainEqual({ from: "menu", exit: "sales", to: "call" });
    expect(after({ type: "reconnect", from: "menu", exit: "sales", edge: { from: "menu", exit: "sales", to: "nobody" } })).toBe(start);
  });

  it("changes one setting and shares the rest", () => {
    const changed = after({ type: "setConfig", nodeId: "menu", path: ["prompt", 0, "speak"], value: "Hello" });
    expect(changed.nodes[1]?.config["prompt"]).toEqual([{ speak: "Hello" }]);
    expect(changed.nodes[0]).toBe(start.nodes[0]);
    expect(changed.edges).toBe(start.edges);
  });

  it("lets the cord follow a choice that is renamed", () => {
    const renamed = after({ type: "setConfig", nodeId: "menu", path: ["choices", 0, "name"], value: "buy" });
    expect(renamed.edges).toContainEqual({ from: "menu", exit: "buy", to: "call" });
  });

  it("keeps the cord when a choice gets another key", () => {
    const rekeyed = after({ type: "setConfig", nodeId: "menu", path: ["choices", 0, "key"], value: "9" });
    expect(rekeyed.edges).toBe(start.edges);
  });

  it("takes the cord of a removed choice along", () => {
    const removed = after({ type: "setConfig", nodeId: "menu", path: ["choices"], value: [{ name: "help", key: "2" }] });
    expect(removed.edges.map(({ exit }) => exit)).toEqual(["incoming_call", "help"]);
  });

  it("touches no cord while the settings can't be read", () => {
    const broken = after({ type: "setConfig", nodeId: "menu", path: ["choices"], value: "half a" });
    expect(broken.edges).toBe(start.edges);
    const mended = after({ type: "setConfig", nodeId: "menu", path: ["choices"], value: start.nodes[1]?.config["choices"] ?? [] }, broken);
    expect(mended.edges).toEqual(start.edges);
  });

  it("renames a node in every text that reads it", () => {
    const renamed = after({ type: "renameNode", nodeId: "menu", name: "Main_Menu" });
    expect(renamed.nodes[3]?.config["prompt"]).toEqual([{ speak: "You chose {{ Main_Menu.choice }}." }]);
  });

  it.each(["", "Say_Choice", "12", "two words", "vars"])("refuses the name %o", (name) => {
    expect(after({ type: "renameNode", nodeId: "menu", name })).toBe(start);
  });

  it("moves only what is there", () => {
    const moved = after({ type: "moveNodes", to: { menu: { x: 1, y: 2 }, ghost: { x: 9, y: 9 } } });
    expect(moved.layout["menu"]).toEqual({ x: 1, y: 2 });
    expect(moved.layout["ghost"]).toBeUndefined();
    expect(after({ type: "moveNodes", to: { ghost: { x: 9, y: 9 } } })).toBe(start);
  });

  it("adds, changes and removes notes", () => {
    const note = { id: "n", x: 0, y: 0, width: 200, height: 80, text: "" };
    const added = after({ type: "addNote", note });
    const written = after({ type: "setNote", noteId: "n", patch: { text: "Ask Ann" } }, added);
    expect(written.notes).toEqual([{ ...note, text: "Ask Ann" }]);
    expect(after({ type: "removeNotes", noteIds: ["n"] }, written).notes).toEqual([]);
  });

  it("keeps tests in their order", () => {
    const [a, b, c] = [{ name: "a" }, { name: "b" }, { name: "c" }];
    const two = { ...start, tests: [a, c] };
    expect(after({ type: "addTest", test: b, at: 1 }, two).tests).toEqual([a, b, c]);
    expect(after({ type: "addTest", test: b }, two).tests).toEqual([a, c, b]);
    expect(after({ type: "setTest", at: 1, test: b }, two).tests).toEqual([a, b]);
    expect(after({ type: "removeTest", at: 0 }, two).tests).toEqual([c]);
    expect(after({ type: "removeTest", at: 2 }, two)).toBe(two);
    expect(after({ type: "setTest", at: 2, test: b }, two)).toBe(two);
  });
});

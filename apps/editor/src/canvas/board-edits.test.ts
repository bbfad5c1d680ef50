// @vitest-environment node
import { registry, type FlowDocument } from "@cordboard/flow";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { APPLY, createChecker, createDocumentStore, viewOf, type Editor } from "../document/index.ts";
import { flow, node, receptionist } from "../document/fixture.ts";
import { addComponent, addNote, deleteSelection, duplicateSelection, mainExit, nextBareExit } from "./board-edits.ts";
import { CARD } from "./geometry.ts";
import { heightOf } from "./place.ts";

vi.mock("sonner", () => ({ toast: vi.fn(), Toaster: () => null }));

let editor: Editor;
const open = (document: FlowDocument) => {
  editor = { flowId: "f", store: createDocumentStore(document, APPLY), checker: createChecker(() => []) };
};
const document = () => editor.store.getState().document;
const at = (id: string) => document().layout[id] ?? { x: NaN, y: NaN };
beforeEach(() => open(receptionist()));

describe("adding a component", () => {
  it("joins it to the exit it was asked for, beside it, selected, as one step back", () => {
    const id = addComponent(editor, "hangup", { from: { nodeId: "say", exit: "completed" } }) ?? "";
    expect(document().edges).toContainEqual({ from: "say", exit: "completed", to: id });
    expect(at(id).x).toBeGreaterThan(at("say").x + CARD.width);
    expect([...editor.store.getState().selection.nodes]).toEqual([id]);
    editor.store.undo();
    expect(document()).toEqual(receptionist());
  });

  it("goes into a cord and makes a column for itself", () => {
    const before = at("menu");
    const id = addComponent(editor, "play_audio", { on: "start:incoming_call" }) ?? "";
    expect(document().edges).toContainEqual({ from: "start", exit: "incoming_call", to: id });
    expect(document().edges).toContainEqual({ from: id, exit: "completed", to: "menu" });
    expect(at(id)).toEqual(before);
    expect(at("menu").x).toBeGreaterThanOrEqual(before.x + CARD.width);
    expect(at("call").x - at("menu").x).toBe(receptionist().layout["call"]!.x - before.x);
    expect(at("start")).toEqual({ x: 0, y: 0 });
  });

  it("moves nothing when there is room in the cord", () => {
    const wide = flow([node("start", "start", "Start"), node("end", "hangup", "End")], ["start:incoming_call>end"]);
    wide.layout["end"] = { x: 1_600, y: 0 };
    open(wide);
    addComponent(editor, "play_audio", { on: "start:incoming_call" });
    expect(at("end")).toEqual({ x: 1_600, y: 0 });
  });

  it("ends the path when the new step has no way out", () => {
    const id = addComponent(editor, "hangup", { on: "menu:help" });
    expect(document().edges).toContainEqual({ from: "menu", exit: "help", to: id });
    expect(document().edges.some(({ to }) => to === "say")).toBe(false);
  });

  it("never covers another card", () => {
    const id = addComponent(editor, "hangup", { near: at("menu") }) ?? "";
    expect(at(id)).not.toEqual(at("menu"));
  });

  it("puts a note where nothing covers it: cards lie above notes", () => {
    const id = addNote(editor, at("menu"));
    const [note, menu] = [document().notes.find((candidate) => candidate.id === id), document().nodes.find((one) => one.id === "menu")];
    expect(note?.y).toBeGreaterThanOrEqual(at("menu").y + heightOf(document(), menu!, viewOf));
  });

  it("knows only components that exist", () => {
    expect(addComponent(editor, "teleport")).toBeNull();
  });
});

describe("deleting", () => {
  it("takes cords and steps, and leaves the entry", () => {
    editor.store.select({ nodes: new Set(["start", "say"]), cords: new Set(["menu:sales"]) });
    deleteSelection(editor);
    expect(document().nodes.map(({ id }) => id)).toEqual(["start", "menu", "call"]);
    expect(document().edges).toEqual([{ from: "start", exit: "incoming_call", to: "menu" }]);
  });
});

it("duplicates with cords among the copies", () => {
  editor.store.select({ nodes: new Set(["menu", "call"]) });
  duplicateSelection(editor);
  expect(document().nodes.map(({ name }) => name)).toEqual(["Start", "Menu", "Call_Sales", "Say_Choice", "Menu_2", "Call_Sales_2"]);
  expect(document().edges).toHaveLength(4);
});

it("knows the exit a path goes on by, and the next one to wire", () => {
  const [, menu] = receptionist().nodes;
  expect(menu && mainExit(menu)).toBe("sales");
  expect(menu && nextBareExit(receptionist(), menu)).toBe("no_input");
});

it.each([...registry.values()].filter(({ entry }) => !entry).map(({ type }) => type))(
  "adds a fresh %s that can be drawn and undone",
  (type) => {
    const id = addComponent(editor, type, { from: { nodeId: "say", exit: "completed" } });
    expect(document().nodes.some((added) => added.id === id && added.type === type)).toBe(true);
    editor.store.undo();
    expect(document()).toEqual(receptionist());
  },
);

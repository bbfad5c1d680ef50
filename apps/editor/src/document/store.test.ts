// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { APPLY } from "./editor.tsx";
import { node, receptionist } from "./fixture.ts";
import { createDocumentStore, type DocumentStore } from "./store.ts";

let now = 0;
let store: DocumentStore;
beforeEach(() => {
  now = 1_000;
  store = createDocumentStore(receptionist(), APPLY, () => now);
});

const speak = (text: string) =>
  store.dispatch({ type: "setConfig", nodeId: "menu", path: ["prompt", 0, "speak"], value: text }, { key: "menu prompt" });
const spoken = () => store.getState().document.nodes[1]?.config["prompt"];

describe("the document store", () => {
  it("undoes and redoes", () => {
    const before = store.getState().document;
    speak("Hi");
    const after = store.getState().document;
    store.undo();
    expect(store.getState().document).toBe(before);
    store.redo();
    expect(store.getState().document).toBe(after);
  });

  it("takes typing without a pause as one step", () => {
    for (const text of ["H", "He", "Hel"]) {
      speak(text);
      now += 200;
    }
    store.undo();
    expect(spoken()).toEqual([{ speak: "Press 1." }]);
  });

  it("takes typing after a pause as another step", () => {
    speak("He");
    now += 5_000;
    speak("Hello");
    store.undo();
    expect(spoken()).toEqual([{ speak: "He" }]);
  });

  it("takes another field as another step", () => {
    speak("He");
    store.dispatch({ type: "setConfig", nodeId: "menu", path: ["attempts"], value: 2 }, { key: "menu attempts" });
    store.undo();
    expect(spoken()).toEqual([{ speak: "He" }]);
  });

  it("joins a follow-up to the step before it", () => {
    speak("He");
    store.dispatch({ type: "renameNode", nodeId: "menu", name: "Main" }, { join: true });
    store.undo();
    expect(store.getState().document.nodes[1]?.name).toBe("Menu");
    expect(spoken()).toEqual([{ speak: "Press 1." }]);
  });

  it("forgets what was undone once something new is done", () => {
    speak("A");
    store.undo();
    store.dispatch({ type: "removeNodes", nodeIds: ["say"] });
    store.redo();
    expect(store.getState().document.nodes).toHaveLength(3);
  });

  it("says when a command changed nothing, and keeps no step for it", () => {
    expect(store.dispatch({ type: "removeEdge", from: "menu", exit: "nothing" })).toBe(false);
    expect(store.getState().history.past).toEqual([]);
  });

  it("applies several commands as one step", () => {
    store.dispatch([
      { type: "addNode", node: node("bye", "hangup", "Bye"), at: { x: 0, y: 0 } },
      { type: "addEdge", edge: { from: "say", exit: "completed", to: "bye" } },
    ]);
    store.undo();
    expect(store.getState().document).toEqual(receptionist());
  });

  it("selects what was made and drops what is gone", () => {
    store.dispatch({ type: "addNode", node: node("bye", "hangup", "Bye"), at: { x: 0, y: 0 } }, { select: { nodes: new Set(["bye"]) } });
    expect([...store.getState().selection.nodes]).toEqual(["bye"]);
    store.undo();
    expect([...store.getState().selection.nodes]).toEqual([]);
  });

  it("has nothing to undo once another text from the server is in place of what was changed here", () => {
    speak("Hi");
    const { epoch } = store.getState();
    store.merge(receptionist(), { fresh: true });
    store.undo();
    expect(store.getState()).toMatchObject({ document: receptionist(), epoch: epoch + 1, history: { past: [], future: [] } });
  });

  it("takes somebody else's changes in without touching what is half typed", () => {
    speak("Hi");
    const { epoch } = store.getState();
    store.merge({ ...store.getState().document, description: "theirs" });
    expect(store.getState()).toMatchObject({ epoch, document: { description: "theirs" } });
    expect(spoken()).toEqual([{ speak: "Hi" }]);
  });

  it("undoes and redoes what was changed here, before and after somebody else's changes, and never theirs", () => {
    const theirs = (description: string) => store.merge({ ...store.getState().document, description });
    speak("Hi");
    now += 5_000;
    speak("Hello");
    theirs("one");
    theirs("two");
    store.dispatch({ type: "removeNodes", nodeIds: ["say"] });
    theirs("three");
    const all = store.getState().document;
    const heard = [];
    for (let steps = 0; steps < 4; steps++) {
      store.undo();
      expect(store.getState().document.description).toBe("three");
      heard.push(spoken());
    }
    expect(heard).toEqual([[{ speak: "Hello" }], [{ speak: "Hi" }], [{ speak: "Press 1." }], [{ speak: "Press 1." }]]);
    expect(store.getState().document).toEqual({ ...receptionist(), description: "three" });
    theirs("four");
    for (let steps = 0; steps < 4; steps++) store.redo();
    expect(store.getState().document).toEqual({ ...all, description: "four" });
  });

  it("steps over what both changed: theirs stays", () => {
    store.dispatch({ type: "removeEdge", from: "say", exit: "completed" });
    speak("Mine");
    const { document } = store.getState();
    const nodes = document.nodes.map((one) =>
      one.id === "menu" ? { ...one, config: { ...one.config, prompt: [{ speak: "Theirs" }] } } : one,
    );
    store.merge({ ...document, nodes });
    store.undo();
    expect(spoken()).toEqual([{ speak: "Theirs" }]);
    expect(store.getState().document.edges).toEqual(receptionist().edges);
  });

  it("replaces the whole text as one step", () => {
    store.replace({ ...receptionist(), nodes: [node("start", "start", "Start")], edges: [] });
    store.undo();
    expect(store.getState().document.nodes).toHaveLength(4);
  });
});

describe("while somebody else draws", () => {
  beforeEach(() => store.setReadOnly(true));

  it("nothing is changed by hand, and each try is counted", () => {
    const { document, edits } = store.getState();
    expect(speak("Hi")).toBe(false);
    store.replace({ ...document, description: "Mine" });
    expect(store.getState()).toMatchObject({ document, edits, refusals: 2 });
  });

  it("the ways back are shut, too, and open again", () => {
    store.setReadOnly(false);
    speak("Hi");
    store.setReadOnly(true);
    store.undo();
    expect(spoken()).toEqual([{ speak: "Hi" }]);
    store.setReadOnly(false);
    store.undo();
    expect(spoken()).toEqual([{ speak: "Press 1." }]);
  });

  it("what is drawn elsewhere comes in, and so does what was changed here before", () => {
    const { document, edits } = store.getState();
    store.merge({ ...document, description: "Theirs" });
    expect(store.getState()).toMatchObject({ document: { description: "Theirs" }, edits });
    store.replace({ ...document, description: "Mine, from yesterday" }, { anyway: true });
    expect(store.getState()).toMatchObject({ document: { description: "Mine, from yesterday" }, edits: edits + 1, refusals: 0 });
  });
});

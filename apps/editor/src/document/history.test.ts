// @vitest-environment node
import { array, assert, property, record, constantFrom } from "fast-check";
import { parseDocument, type FlowDocument } from "@cordboard/flow";
import { expect, test } from "vitest";
import { apply } from "./apply.ts";
import { APPLY } from "./editor.tsx";
import { receptionist } from "./fixture.ts";
import { choice } from "./random-commands.ts";
import { createDocumentStore } from "./store.ts";

const STEPS = 500;

/** A step, by itself or as typing on in a field, and how long after the one before (ms). */
const step = record({ choose: choice, key: constantFrom(null, null, "field"), pause: constantFrom(100, 5_000) });

test(`any ${STEPS} commands, undone, leave the document as it was; redone, as they made it`, () => {
  assert(
    property(array(step, { minLength: STEPS, maxLength: STEPS }), (steps) => {
      const first = receptionist();
      const before = structuredClone(first);
      let now = 0;
      const store = createDocumentStore(first, APPLY, () => now);
      for (const { choose, key, pause } of steps) {
        now += pause;
        store.dispatch(choose(store.getState().document), key === null ? {} : { key });
      }
      const last = store.getState().document;
      const after = structuredClone(last);
      expect(store.getState().history.past.length).toBeGreaterThan(STEPS / 10);

      while (store.getState().history.past.length > 0) store.undo();
      expect(store.getState().document).toBe(first);
      expect(first).toEqual(before);
      while (store.getState().history.future.length > 0) store.redo();
      expect(store.getState().document).toBe(last);
      expect(last).toEqual(after);
    }),
    { numRuns: 8 },
  );
});

test("undone and redone around what came from elsewhere: mine is gone and back, theirs stays", () => {
  assert(
    property(array(record({ choose: choice, theirs: constantFrom(false, false, true) }), { maxLength: 40 }), (steps) => {
      const first = receptionist();
      const store = createDocumentStore(first, APPLY);
      let description = first.description;
      const elsewhere = (): void => store.merge({ ...store.getState().document, description: (description += "!") });
      for (const { choose, theirs } of steps) {
        const { document } = store.getState();
        const command = choose(document);
        // A name given twice is mended wherever two texts are put together.
        if (namesOnce(apply(document, command, APPLY))) store.dispatch(command);
        if (theirs) elsewhere();
      }
      const last = store.getState().document;
      while (store.getState().history.past.length > 0) store.undo();
      expect(meaning(store.getState().document)).toEqual(meaning({ ...first, description }));
      elsewhere();
      while (store.getState().history.future.length > 0) store.redo();
      expect(meaning(store.getState().document)).toEqual(meaning({ ...last, description }));
    }),
    { numRuns: 100 },
  );
});

const namesOnce = ({ nodes }: FlowDocument): boolean => new Set(nodes.map(({ name }) => name)).size === nodes.length;

/** Putting two texts together may change the order that nodes and cords stand in, and write an empty list for none: that says nothing. */
const meaning = ({ nodes, edges, payloads = [], ...rest }: FlowDocument): unknown => ({
  ...rest,
  payloads,
  nodes: new Set(nodes),
  edges: new Set(edges),
});

test("whatever commands make of a document can be saved and read again", () => {
  assert(
    property(array(choice, { maxLength: 60 }), (choices) => {
      const store = createDocumentStore(receptionist(), APPLY);
      for (const choose of choices) store.dispatch(choose(store.getState().document));
      const { document } = store.getState();
      const read = parseDocument(JSON.parse(JSON.stringify(document)));
      expect(read.issues).toBeUndefined();
      expect(read.document).toEqual(document);
    }),
    { numRuns: 40 },
  );
});

// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { bind, chordFor, holderOf, keysFor, meantBy, refusal, unbind, type Keyed } from "./bindings.ts";
import { chordOf, keysOf, pressed } from "./chord.ts";

const DUPLICATE: Keyed = { id: "duplicate", label: "Duplicate", keys: ["mod", "D"] };
const LOCK: Keyed = { id: "lock", label: "Lock", keys: ["mod", "shift", "L"] };
const UNLOCK: Keyed = { id: "unlock", label: "Unlock", keys: ["mod", "shift", "L"], keysOf: "lock" };
const DELETE: Keyed = { id: "delete", label: "Delete", keys: ["delete"], also: [["Backspace"]] };
const ALL = [DUPLICATE, LOCK, UNLOCK, DELETE];
const ids = (chord: string) => meantBy(ALL, chord).map(({ id }) => id);

afterEach(() => {
  unbind();
  localStorage.removeItem("cordboard.keys");
});

test.each([[["mod", "shift", "G"]], [["F2"]], [["delete"]], [["+"]], [["alt", "shift", "H"]], [["?"]], [["mod", "enter"]]])(
  "%j is shown again as it was written",
  (keys) => expect(keysOf(chordOf(keys))).toEqual(keys),
);

test("a press is told by what the keyboard wrote, with Alt by the key", () => {
  const chord = (init: KeyboardEventInit) => pressed(new KeyboardEvent("keydown", init));
  expect(chord({ key: "Z", ctrlKey: true, shiftKey: true })).toBe("mod+shift+z");
  expect(chord({ key: "?", shiftKey: true })).toBe("?");
  expect(chord({ key: "å", code: "KeyA", altKey: true })).toBe("alt+a");
  expect(chord({ key: "Shift", shiftKey: true })).toBeNull();
});

test("other keys are kept, and the first ones mean nothing any more", () => {
  bind(DUPLICATE, "mod+b");
  expect(keysFor(DUPLICATE)).toEqual(["mod", "B"]);
  expect([ids("mod+b"), ids("mod+d")]).toEqual([["duplicate"], []]);
  expect(JSON.parse(localStorage.getItem("cordboard.keys") ?? "")).toEqual({ duplicate: "mod+b" });
  unbind(DUPLICATE);
  expect(ids("mod+d")).toEqual(["duplicate"]);
  bind(DUPLICATE, null);
  expect(chordFor(DUPLICATE)).toBeNull();
});

test("two that take turns share their keys", () => {
  bind(UNLOCK, "mod+u");
  expect(ids("mod+u")).toEqual(["lock", "unlock"]);
  expect(holderOf(ALL, "mod+u", LOCK)).toBeUndefined();
  expect(holderOf(ALL, "mod+u", DUPLICATE)?.id).toBe("lock");
});

test("keys that mean the same give way to a choice", () => {
  expect(ids("Backspace")).toEqual(["delete"]);
  bind(DUPLICATE, "Backspace");
  expect(ids("Backspace")).toEqual(["duplicate"]);
});

test("what the browser or everybody needs isn't given away", () => {
  expect(refusal("mod+w")).toMatch(/browser/);
  expect(refusal("Escape")).toMatch(/stay/);
  expect(refusal("mod+shift+k")).toBeNull();
});

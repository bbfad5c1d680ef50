// @vitest-environment node
import { describe, expect, it } from "vitest";
import { getIn, setIn } from "./set-in.ts";

describe("setIn", () => {
  const root = { a: { b: [1, { c: "x" }] }, d: true };

  it("sets deep in and shares what is beside", () => {
    const next = setIn(root, ["a", "b", 1, "c"], "y");
    expect(next).toEqual({ a: { b: [1, { c: "y" }] }, d: true });
    expect(root.a.b[1]).toEqual({ c: "x" });
  });
  it("makes what is missing on the way, lists where numbers lead", () => {
    expect(setIn({}, ["prompt", 0, "speak"], "Hi")).toEqual({ prompt: [{ speak: "Hi" }] });
  });
  it("adds behind the end of a list, never with a gap", () => {
    expect(setIn({ a: [1] }, ["a", 5], 2)).toEqual({ a: [1, 2] });
  });
  it("removes a key or an item for undefined", () => {
    expect(setIn(root, ["d"], undefined)).toEqual({ a: root.a });
    expect(setIn(root, ["a", "b", 0], undefined)).toEqual({ a: { b: [{ c: "x" }] }, d: true });
  });
  it("replaces a text that stands where an object is needed", () => {
    expect(setIn({ a: "text" }, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
  });
});

describe("getIn", () => {
  it("finds values and nothing of a prototype", () => {
    expect(getIn({ a: [{ b: null }] }, ["a", 0, "b"])).toBeNull();
    expect(getIn({ a: 1 }, ["a", "b"])).toBeUndefined();
    expect(getIn({}, ["toString"])).toBeUndefined();
  });
});

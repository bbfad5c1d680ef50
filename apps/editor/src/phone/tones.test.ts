import { expect, test } from "vitest";
import { keyFrequencies } from "./tones.ts";

test("each key has its own pair of the eight frequencies", () => {
  expect(keyFrequencies("1")).toEqual([697, 1209]);
  expect(keyFrequencies("5")).toEqual([770, 1336]);
  expect(keyFrequencies("*")).toEqual([941, 1209]);
  expect(keyFrequencies("#")).toEqual([941, 1477]);
  expect(new Set("123456789*0#".split("").map((key) => String(keyFrequencies(key)))).size).toBe(12);
});

test("what is no key has none", () => {
  expect(keyFrequencies("A")).toBeNull();
  expect(keyFrequencies("12")).toBeNull();
  expect(keyFrequencies("")).toBeNull();
});

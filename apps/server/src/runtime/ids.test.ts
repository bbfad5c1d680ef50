import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createId, createRunIds } from "./ids.ts";

const newRunId = createRunIds((n) => randomBytes(n));

it("run ids keep the order in which they were made, also within one millisecond and when the clock goes back", () => {
  const times = [...Array.from({ length: 10_000 }, () => 1_700_000_000_000), 1_699_999_999_000, 1_700_000_000_001, 1_700_000_100_000];
  const ids = times.map(newRunId);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

it.each([newRunId, (at: number) => createId((n) => randomBytes(n), at)])("are UUIDs of version 7 that begin with their time", (make) => {
  const at = 1_800_000_000_000;
  expect(make(at)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(make(at).replaceAll("-", "").slice(0, 12), 16)).toBe(at);
});

it("nobody guesses a token from the one before", () => {
  const at = 1_800_000_000_000;
  const tails = new Set(Array.from({ length: 1_000 }, () => createId((n) => randomBytes(n), at).slice(15)));
  expect(tails.size).toBe(1_000);
});

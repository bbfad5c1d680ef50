import { expect, test } from "vitest";
import type { SimEntry } from "../api/sim.ts";
import { oldUpTo } from "./use-line-sounds.ts";

const entry = (seq: number, at: string): SimEntry => ({ seq, at, element: "Speak", attrs: {}, text: "" });

test("a call that comes into sight is spoken from its last few seconds on", () => {
  expect(oldUpTo([entry(1, "2026-03-01T10:00:00.000Z"), entry(2, "2026-03-01T10:00:01.000Z")])).toBe(0);
  expect(oldUpTo([entry(1, "2026-03-01T10:00:00.000Z"), entry(2, "2026-03-01T10:01:00.000Z"), entry(3, "2026-03-01T10:01:04.000Z")])).toBe(
    1,
  );
  expect(oldUpTo([])).toBe(0);
});

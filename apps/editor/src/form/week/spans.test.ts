// @vitest-environment node
import { expect, it } from "vitest";
import { dragged, gripAt, readSpans, textOf, withSpan } from "./spans.ts";

it.each(["09:00-17:00", "09:00-12:00, 13:30-17:00", "22:00-02:00", "00:00-24:00", ""])("writes %s as it was read", (text) => {
  expect(textOf(readSpans(text))).toBe(text);
});

it("joins what overlaps or touches", () => {
  expect(textOf(withSpan(readSpans("09:00-12:00, 13:00-17:00"), { from: 720, to: 780 }))).toBe("09:00-17:00");
  expect(textOf(withSpan(readSpans("13:00-17:00"), { from: 540, to: 600 }))).toBe("09:00-10:00, 13:00-17:00");
});

it("draws a new stretch in half hours", () => {
  const none = readSpans("");
  const grip = gripAt(none, 544, 0.1);
  expect(textOf(dragged(none, grip, 1_012))).toBe("09:00-17:00");
  expect(textOf(dragged(none, grip, 300))).toBe("05:00-09:00");
  expect(dragged(none, grip, 541)).toEqual([]);
});

it("moves the edge that is held, past the other one too", () => {
  const day = readSpans("09:00-17:00");
  const end = gripAt(day, 1_015, 0.1);
  expect(textOf(dragged(day, end, 1_080))).toBe("09:00-18:00");
  expect(textOf(dragged(day, end, 420))).toBe("07:00-09:00");
  expect(dragged(day, end, 540)).toEqual([]);
});

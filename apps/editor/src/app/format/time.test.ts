import { expect, test } from "vitest";
import { absoluteTime, duration, offset, relativeTime, timer } from "./time.ts";

const NOW = Date.parse("2026-03-12T12:00:00Z");
const ago = (ms: number) => relativeTime(NOW - ms, NOW, "en-GB");

test("says how long ago in the largest unit that fits", () => {
  expect(ago(3_000)).toBe("now");
  expect(ago(40_000)).toBe("40 s ago");
  expect(ago(59 * 60_000)).toBe("59 min ago");
  expect(ago(23 * 3_600_000)).toBe("23 h ago");
  expect(ago(30 * 3_600_000)).toBe("yesterday");
  expect(ago(3 * 86_400_000)).toBe("3 days ago");
  expect(ago(20 * 86_400_000)).toBe("20 Feb");
  expect(ago(400 * 86_400_000)).toBe("5 Feb 2025");
});

test("a clock that runs a little ahead is now, a far future is an absolute time", () => {
  expect(ago(-5_000)).toBe("now");
  expect(ago(-86_400_000)).toContain("13 Mar 2026");
});

test("what is no time is empty", () => {
  expect(relativeTime("soon", NOW)).toBe("");
  expect(absoluteTime("")).toBe("");
});

test("durations grow from ms to days", () => {
  expect([340, 4_290, 9_990, 42_000, 65_000, 3_730_000, 3 * 86_400_000 + 4 * 3_600_000, -5].map(duration)).toEqual([
    "340 ms",
    "4.2 s",
    "9.9 s",
    "42 s",
    "1:05",
    "1:02:10",
    "3 d 4 h",
    "0 ms",
  ]);
});

test("timers and offsets count from zero", () => {
  expect(timer(4_999)).toBe("0:04");
  expect(timer(3_600_000)).toBe("1:00:00");
  expect(offset(4_260)).toBe("0:04.2");
  expect(offset(-3)).toBe("0:00.0");
});

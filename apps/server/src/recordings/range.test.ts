import { expect, it } from "vitest";
import { rangeOf } from "./range.ts";

it.each([
  [undefined, null],
  ["bytes=0-9", { from: 0, to: 9 }],
  ["bytes=90-", { from: 90, to: 99 }],
  ["bytes=90-500", { from: 90, to: 99 }],
  ["bytes=-10", { from: 90, to: 99 }],
  ["bytes=-500", { from: 0, to: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=9-3", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=0-1,5-6", null],
  ["seconds=1-2", null],
  ["bytes=-", null],
])("%s of 100 bytes is %o", (header, range) => {
  expect(rangeOf(header, 100)).toEqual(range);
});

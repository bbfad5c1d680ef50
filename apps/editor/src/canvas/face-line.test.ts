// @vitest-environment node
import { expect, test } from "vitest";
import { faceLine } from "./face-line.ts";

test.each([
  ["“Press 1 for sales…” EN-US +1", "“Press 1 for sales…”", "EN-US +1"],
  ["“Hello.” EN-GB", "“Hello.”", "EN-GB"],
  ["“Hello.” +2", "“Hello.”", "+2"],
  ["“Say “yes”.” ARB", "“Say “yes”.”", "ARB"],
  ["“你好。” CMN-HANS-CN", "“你好。”", "CMN-HANS-CN"],
  ["♪ welcome.mp3 ES-US +1", "♪ welcome.mp3", "ES-US +1"],
  ["♪ welcome to us.mp3", "♪ welcome to us.mp3", ""],
  ["“Hello.”", "“Hello.”", ""],
  ["+1 415 555 0123 → 30 s", "+1 415 555 0123 → 30 s", ""],
])("%s", (line, text, tag) => {
  expect(faceLine(line)).toEqual({ text, tag });
});

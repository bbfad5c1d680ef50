import { expect, it } from "vitest";
import { messageLength } from "./message-length.ts";

it.each([
  ["Hello", "5 characters, 1 part (GSM-7)"],
  ["€", "2 characters, 1 part (GSM-7)"],
  ["a".repeat(161), "161 characters, 2 parts (GSM-7)"],
  ["✓".repeat(71), "71 characters, 2 parts (UCS-2)"],
  ["Hi {{ contact.name }}", "3 characters and values, at least 1 part (GSM-7)"],
  ["{{ vars.text }}", "0 characters and values, at least 1 part (GSM-7)"],
  ["{% if x %}Hi{% endif %}", "2 characters and values, at least 1 part (GSM-7)"],
])("%.30s: %s", (text, summary) => expect(messageLength(text)).toMatchObject({ summary }));

it("names the character that makes parts shorter", () => {
  expect(messageLength("It’s here")?.advice).toBe("“’” is not in GSM-7, so a part holds 70 characters instead of 160.");
  expect(messageLength("It's here")?.advice).toBeNull();
});

it("says when the carrier takes no more", () => {
  expect(messageLength("a".repeat(1_601))).toMatchObject({ tooLong: true, advice: expect.stringContaining("1,600") });
  expect(messageLength("✓".repeat(738))?.advice).toContain("737");
  expect(messageLength("")).toBeNull();
});

import { expect, test } from "vitest";
import { holds } from "./compare.ts";
import type { Operator } from "./operators.ts";

const T = true;
const F = false;

test.each<[string, Operator, string, boolean]>([
  ["Yes", "equals", "yes ", T],
  ["5", "equals", "5.0", T],
  ["0042", "equals", "42", F],
  ["4111111111111111", "equals", "4111111111111112", F],
  ["9007199254740993", "equals", "9007199254740992", F],
  ["+14155550100", "equals", "14155550100", T],
  ["+14155550100", "equals", "+1 (415) 555-0100", T],
  ["4155550100", "equals", "415-555-0100", F],
  ["é", "equals", "e\u0301", T],
  ["", "equals", "", T],
  ["5", "not_equals", "5.00", F],
  ["a", "not_equals", "b", T],
  ["I want SALES please", "contains", "sales", T],
  ["abc", "not_contains", "d", T],
  ["Help me", "starts_with", "HELP", T],
  ["Help me", "ends_with", "help", F],
  ["stop", "one_of", "END, STOP", T],
  ["b", "one_of", '["a","b"]', T],
  ["7", "one_of", "[5, 7]", T],
  ["stopped", "one_of", "END, STOP", F],
  ["x", "not_one_of", "a\nb", T],
  ["", "one_of", "", F],
  ["order 66", "matches", "^order \\d+$", T],
  ["my ORDER", "matches", "order", T],
  ["x", "matches", "[", F],
  ["  ", "empty", "", T],
  ["[]", "empty", "", T],
  ["0", "empty", "", F],
  ["{}", "not_empty", "", F],
  ["9", "less", "10", T],
  ["abc", "less", "10", F],
  ["", "less", "10", F],
  ["10", "less_or_equal", "10", T],
  ["1e3", "greater", "999", T],
  ["10", "greater_or_equal", "10.5", F],
  ["15", "between", "10..20", T],
  ["20", "between", "10, 20", T],
  ["21", "between", "10 and 20", F],
  ["15", "between", "10", F],
  ["09:30", "between", "09:00..17:00", T],
  ["2026-03-02T14:30:00.000Z", "before", "2026-03-03", T],
  ["2026-03-02T14:30:00+02:00", "before", "2026-03-02T13:00Z", T],
  ["2026-03-02 14:30", "after", "2026-03-02", T],
  ["tomorrow", "after", "2026-03-02", F],
  ["2026-02-30", "after", "2026-01-01", F],
  ["+4915112345678", "country_is", "AT, DE", T],
  ["+14155550100", "country_is", "united states", T],
  ["+14165550100", "country_is", "US", F],
  ["US", "country_is", "us", T],
  ["nobody", "country_is", "US", F],
  ["yes", "is_true", "", T],
  ["0", "is_true", "", F],
  ["", "is_false", "", T],
  ["anything", "is_false", "", F],
])("%j %s %j is %s", (left, op, right, expected) => {
  expect(holds({ left, op, right, caseSensitive: false })).toBe(expected);
});

test("case matters when asked to", () => {
  const sensitive = (left: string, op: Operator, right: string) => holds({ left, op, right, caseSensitive: true });
  expect(sensitive("Yes", "equals", "yes")).toBe(false);
  expect(sensitive("Yes", "contains", "Y")).toBe(true);
  expect(sensitive("my ORDER", "matches", "order")).toBe(false);
});

test("a pattern that would take a backtracking engine for ever is quick", () => {
  const begin = performance.now();
  expect(holds({ left: `${"a".repeat(50_000)}!`, op: "matches", right: "^(a+)+$", caseSensitive: false })).toBe(false);
  expect(performance.now() - begin).toBeLessThan(5_000);
});

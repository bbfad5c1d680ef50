// @vitest-environment node
import { expect, it } from "vitest";
import { pasteProblem } from "./paste-problem.ts";

it.each([
  ["plain text", "Hello there", "is no step and no flow"],
  ["other JSON", '{"a":1}', "is no step and no flow"],
  ["a flow of a newer format", '{"format":"cordboard/flow@9","name":"x","nodes":[]}', "newer"],
  ["steps with a flaw", '{"format":"cordboard/clip@1","nodes":[{"id":"a"}]}', "Nothing was pasted"],
  ["10 MB", "x".repeat(10 * 1024 * 1024), "10.0 MB"],
])("says why %s can't be pasted", (_what, text, words) => expect(pasteProblem(text)).toContain(words));

it.each(["", "  ", '{"format":"cordboard/clip@1","nodes":[]}'])("has nothing to say of %o", (text) =>
  expect(pasteProblem(text)).toBeNull(),
);

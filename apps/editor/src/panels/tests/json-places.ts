import type { JsonObject } from "@cordboard/contract";
import { parseFlowTest } from "@cordboard/flow";
import { lineAt, placeOf, readJson } from "../../app/json-text.ts";

export interface TextProblem {
  /** From 1. */
  line: number;
  /** Characters from the beginning of the text: where the cursor goes. */
  offset: number;
  message: string;
}

/** A test's text: the object it is, if it is one, and what is wrong with it, where. `taken`: names of the other tests. */
export function readTestText(text: string, taken: ReadonlySet<string>): { test: JsonObject | null; problems: TextProblem[] } {
  const read = readJson(text);
  if ("problem" in read) return { test: null, problems: [{ line: lineAt(text, read.problem.offset), ...read.problem }] };
  const raw = read.value;
  if (!isObject(raw)) return { test: null, problems: [{ line: 1, offset: 0, message: "A test is an object, in { }." }] };
  const found = parseFlowTest(raw).problems ?? [];
  const twice = typeof raw["name"] === "string" && taken.has(raw["name"]);
  const problems = twice ? [...found, { path: ["name"], message: "Another test has this name. Choose another." }] : found;
  return {
    test: raw,
    problems: problems.map(({ path, message }) => {
      const { offset } = placeOf(read.root, path);
      return { line: lineAt(text, offset), offset, message };
    }),
  };
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

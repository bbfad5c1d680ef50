import { flowTest, type FlowTest } from "./flow-test.ts";

export interface TestProblem {
  /** Where in the test; the key itself when it is one too many. */
  path: (string | number)[];
  message: string;
}
export type ParsedTest = { test: FlowTest; problems?: undefined } | { test?: undefined; problems: TestProblem[] };

/** Reads a flow test from outside. Never throws: what is wrong comes as problems, in the order of the text. */
export function parseFlowTest(raw: unknown): ParsedTest {
  const parsed = flowTest.safeParse(raw, { error: (issue) => (issue.input === undefined ? MISSING : undefined) });
  if (parsed.success) return { test: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, [])) };
}

const MISSING = "missing";

interface SchemaIssue {
  code: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  errors?: SchemaIssue[][];
  expected?: string;
  values?: unknown[];
}

function problemsOf(issue: SchemaIssue, base: (string | number)[]): TestProblem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys" && issue.keys)
    return issue.keys.map((key) => ({ path: [...path, key], message: `There is no “${key}” here. Remove it.` }));
  if (issue.code === "invalid_union" && issue.errors && issue.message !== MISSING) return ofUnion(issue.errors, path);
  return [{ path, message: wording(issue, path) }];
}

/** A union's own words say nothing. The way that was meant is the one that fits best; when none does, all are named. */
function ofUnion(ways: SchemaIssue[][], path: (string | number)[]): TestProblem[] {
  const least = Math.min(...ways.map((way) => way.length));
  const best = ways.filter((way) => way.length === least);
  const [meant] = best;
  if (best.length === 1 && meant) return meant.flatMap((issue) => problemsOf(issue, path));
  const keys = ways.flatMap((way) => way.find((issue) => issue.message === MISSING && issue.path.length === 1)?.path ?? []);
  const names = [...new Set(keys.map((key) => `“${String(key)}”`))];
  return [
    { path, message: names.length === 0 ? "This is not what belongs here. Correct it." : `One of ${names.join(", ")} belongs here.` },
  ];
}

function wording(issue: SchemaIssue, path: (string | number)[]): string {
  const name = path.findLast((part) => typeof part === "string") ?? "The test";
  if (issue.message === MISSING) return `“${name}” is missing. Add it.`;
  if (issue.code === "invalid_type") return `“${name}” must be ${TYPE_WORDS[issue.expected ?? ""] ?? issue.expected}. Correct it.`;
  if (issue.code === "invalid_value") return `“${name}” must be ${(issue.values ?? []).map((value) => `“${String(value)}”`).join(" or ")}.`;
  if (issue.code === "too_small") return `“${name}” is too short. Fill it in.`;
  if (issue.message.startsWith("Invalid")) return `“${name}” is not valid. Correct it.`;
  return `“${name}”: ${issue.message}.`;
}

const TYPE_WORDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list, in [ ]",
  object: "an object, in { }",
  record: "an object, in { }",
};

import type { JsonObject } from "@cordboard/contract";
import { parseFlowTest } from "@cordboard/flow";
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";

export interface TextProblem {
  /** From 1. */
  line: number;
  /** Characters from the beginning of the text: where the cursor goes. */
  offset: number;
  message: string;
}

/** A test's text: the object it is, if it is one, and what is wrong with it, where. `taken`: names of the other tests. */
export function readTestText(text: string, taken: ReadonlySet<string>): { test: JsonObject | null; problems: TextProblem[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error || !root) {
    const offset = error?.offset ?? 0;
    const message = SYNTAX[error ? printParseErrorCode(error.error) : ""] ?? "This is not JSON yet. Complete it.";
    return { test: null, problems: [{ line: lineAt(text, offset), offset, message }] };
  }
  const raw: unknown = JSON.parse(text);
  if (!isObject(raw)) return { test: null, problems: [{ line: 1, offset: 0, message: "A test is an object, in { }." }] };
  const found = parseFlowTest(raw).problems ?? [];
  const twice = typeof raw["name"] === "string" && taken.has(raw["name"]);
  const problems = twice ? [...found, { path: ["name"], message: "Another test has this name. Choose another." }] : found;
  return { test: raw, problems: problems.map(({ path, message }) => ({ ...placeOf(text, root, path), message })) };
}

/** The place of a path in the text, or of what should hold it. */
function placeOf(text: string, root: Node, path: readonly (string | number)[]): { line: number; offset: number } {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (!node) continue;
    const { offset } = node.parent?.type === "property" ? node.parent : node;
    return { line: lineAt(text, offset), offset };
  }
  return { line: 1, offset: 0 };
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const SYNTAX: Record<string, string> = {
  CommaExpected: "A comma is missing before this.",
  ColonExpected: "A colon is missing before this.",
  CloseBraceExpected: "A } is missing.",
  CloseBracketExpected: "A ] is missing.",
  ValueExpected: "A value is missing here.",
  PropertyNameExpected: "A key in quotes belongs here; a comma before it may be one too many.",
  UnexpectedEndOfString: "A quote is missing at the end of this text.",
  InvalidCommentToken: "JSON has no comments. Remove it.",
};

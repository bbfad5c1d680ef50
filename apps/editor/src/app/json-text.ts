import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";

/** JSON as people write it: what it says, or the first mistake and where. */
export type ReadJson = { root: Node; value: unknown } | { problem: { offset: number; message: string } };

export function readJson(text: string): ReadJson {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error || !root) {
    const message = SYNTAX[error ? printParseErrorCode(error.error) : ""] ?? "This is not JSON yet. Complete it.";
    return { problem: { offset: error?.offset ?? 0, message } };
  }
  return { root, value: JSON.parse(text) };
}

/** Where the text says the value at a path, or what should hold it: from the key on. */
export function placeOf(root: Node, path: readonly (string | number)[]): { offset: number; length: number } {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return node.parent?.type === "property" ? node.parent : node;
  }
  return root;
}

/** From 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

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

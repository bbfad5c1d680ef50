import { LIMITS, type Issue } from "@cordboard/contract";
import { check, parseDocument, type FlowDocument } from "@cordboard/flow";
import { lineAt, placeOf, readJson } from "../../app/json-text.ts";
import type { CodeProblem } from "../../form/index.ts";

/** What an edited text of a flow is: the flow, if it is one, and what is wrong with it, where. */
export interface FlowText {
  document: FlowDocument | null;
  problems: (CodeProblem & { line: number })[];
}

/** Twice what a flow may have leaves room for blanks and for mistakes; beyond it reading would only hold the page up. */
const MAX_CHARACTERS = 2 * LIMITS.flowBytes;

const MB = 1024 * 1024;

/** Reads, parses and checks it. Never throws, whatever was pasted. */
export function readFlowText(text: string): FlowText {
  const at = (level: CodeProblem["level"], message: string, offset = 0, length = 1) => ({
    from: offset,
    to: offset + length,
    line: lineAt(text, offset),
    level,
    message,
  });
  if (text.length > MAX_CHARACTERS) {
    const message = `This text has ${(text.length / MB).toFixed(1)} MB; a flow has at most ${LIMITS.flowBytes / MB}. Paste less of it, or split the flow.`;
    return { document: null, problems: [at("error", message)] };
  }
  const read = readJson(text);
  if ("problem" in read) return { document: null, problems: [at("error", read.problem.message, read.problem.offset)] };
  const parsed = parseDocument(read.value);
  const document = parsed.document ?? null;
  const issues = parsed.issues ?? check(parsed.document);
  const problems = issues.map((issue) => {
    const { offset, length } = placeOf(read.root, pathOf(issue, document));
    // A long object is marked by its beginning.
    return at(
      issue.level,
      issue.message,
      offset,
      Math.min(length, text.indexOf("\n", offset) < 0 ? length : text.indexOf("\n", offset) - offset),
    );
  });
  return { document, problems };
}

/** From the document's root: issues of check() name a node, those of parseDocument() a path. */
function pathOf({ nodeId, field, exit }: Issue, document: FlowDocument | null): (string | number)[] {
  const keys = field?.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)) ?? [];
  const node = document?.nodes.findIndex(({ id }) => id === nodeId) ?? -1;
  if (node < 0) return keys;
  const edge = exit === undefined ? -1 : (document?.edges.findIndex((one) => one.from === nodeId && one.exit === exit) ?? -1);
  if (edge >= 0) return ["edges", edge];
  return keys.length === 0 ? ["nodes", node, "name"] : ["nodes", node, "config", ...keys];
}

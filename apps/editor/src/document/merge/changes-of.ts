import { diffFlows, type Change, type FlowDocument } from "@cordboard/flow";
import type { Conflict } from "./merge.ts";

const MOST_CHARACTERS = 600;

/** What one side did to the thing in conflict, in sentences. */
export function changesOf(
  { key, part, mine, theirs }: Conflict,
  side: "mine" | "theirs",
  base: FlowDocument,
  document: FlowDocument,
): string[] {
  const value = side === "mine" ? mine : theirs;
  if (value === null) return ["It is gone."];
  const id = key.slice(part.length + 1);
  const words = diffFlows(base, document)
    .filter((change) => concerns(change, part, id))
    .map((change) => change.words);
  if (words.length > 0) return words;
  const text = typeof value === "object" && value !== null && "text" in value ? value.text : value;
  return [(typeof text === "string" ? text : JSON.stringify(text, null, 2)).slice(0, MOST_CHARACTERS)];
}

function concerns(change: Change, part: Conflict["part"], id: string): boolean {
  if (part === "node") return "nodeId" in change && change.nodeId === id;
  if (part === "cord") return "exit" in change && `${change.from}:${change.exit}` === id;
  if (part === "variable") return change.kind.startsWith("variable_") && "name" in change && change.name === id;
  return part === "flow" && change.kind === "flow_changed" && change.field === id;
}

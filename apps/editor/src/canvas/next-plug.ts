import { registry, wayIn, type FlowDocument } from "@cordboard/flow";
import { isEntry, viewOf } from "../document/index.ts";
import { nextBareExit } from "./board-edits.ts";

/**
 * Where a component belongs that was asked for without a place: at the next bare exit of the selected step; in a flow that
 * nothing begins yet, at Start. Null where it stands by itself.
 */
export function nextPlug(document: FlowDocument, selected: ReadonlySet<string>, type: string): { nodeId: string; exit: string } | null {
  const [only] = selected.size === 1 ? selected : [];
  const source = document.nodes.find(({ id }) => id === only);
  const start = document.nodes.find(isEntry);
  const manifest = registry.get(type);
  const wired = new Set(document.edges.filter(({ from }) => from === start?.id).map(({ exit }) => exit));
  const way = start && manifest && wayIn(viewOf(start), manifest)?.id;
  if (source && source !== start) {
    const exit = nextBareExit(document, source);
    if (exit !== undefined) return { nodeId: source.id, exit };
  }
  if (!start) return null;
  const begun = viewOf(start).exits.some(({ id, trigger }) => trigger && wired.has(id));
  if (way !== undefined && !wired.has(way) && (source === start || !begun)) return { nodeId: start.id, exit: way };
  const exit = source === start ? nextBareExit(document, start) : undefined;
  return exit === undefined ? null : { nodeId: start.id, exit };
}

import { FLOW_FORMAT, type FlowDocument } from "./document.ts";
import type { Registry } from "./registry.ts";
import { toName } from "./names.ts";

/** A new flow: its one start node placed, nothing joined yet. */
export function emptyDocumentWith(name: string, registry: Registry): FlowDocument {
  const entry = [...registry.values()].find((manifest) => manifest.entry);
  if (!entry) throw new Error("No component is marked as the entry of a flow.");
  return {
    format: FLOW_FORMAT,
    name,
    description: "",
    language: "en-US",
    nodes: [{ id: "start", type: entry.type, name: toName(entry.title) ?? "Start", config: entry.defaults() }],
    edges: [],
    variables: [],
    notes: [],
    tests: [],
    layout: { start: { x: 0, y: 0 } },
  };
}

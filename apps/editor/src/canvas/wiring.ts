import type { FlowDocument, FlowEdge, FlowNode, NodeView } from "@cordboard/flow";

export interface Wiring {
  /** Exits with a cord, by node id. */
  out: ReadonlyMap<string, ReadonlySet<string>>;
  /** Nodes that a cord leads to. */
  reached: ReadonlySet<string>;
}

export const BARE: ReadonlySet<string> = new Set();
const known = new WeakMap<FlowEdge[], Wiring>();

/** Computed once per list of cords: typing in a form doesn't touch it. */
export function wiringOf({ edges }: FlowDocument): Wiring {
  let wiring = known.get(edges);
  if (!wiring) {
    const out = new Map<string, Set<string>>();
    for (const edge of edges) {
      const exits = out.get(edge.from);
      if (exits) exits.add(edge.exit);
      else out.set(edge.from, new Set([edge.exit]));
    }
    wiring = { out, reached: new Set(edges.map((edge) => edge.to)) };
    known.set(edges, wiring);
  }
  return wiring;
}

/** Flow-wide handlers that have a cord: bare exits of their kind go there. */
export function handlersOf(document: FlowDocument, viewOf: (node: FlowNode) => NodeView): ReadonlySet<string> {
  const entry = document.nodes.find((node) => viewOf(node).manifest?.entry);
  const wired = entry && wiringOf(document).out.get(entry.id);
  if (!entry || !wired) return BARE;
  return new Set(viewOf(entry).exits.flatMap((exit) => (exit.handles && wired.has(exit.id) ? [exit.handles] : [])));
}

import { diffFlows, type Change, type FlowDocument } from "@cordboard/flow";
import { cordKey } from "../../../document/index.ts";

export type Mark = "added" | "removed" | "changed";

/** Two texts of a flow as one board: everything of the newer one, and what it no longer has. */
export interface Union {
  document: FlowDocument;
  nodes: ReadonlyMap<string, Mark>;
  /** By `cordKey`. A cord that leads elsewhere now is changed, and drawn where it leads. */
  cords: ReadonlyMap<string, Mark>;
  changes: Change[];
}

export function unionOf(a: FlowDocument, b: FlowDocument): Union {
  const changes = diffFlows(a, b);
  const nodes = new Map<string, Mark>();
  const cords = new Map<string, Mark>();
  for (const change of changes) {
    if (change.kind === "node_added") nodes.set(change.nodeId, "added");
    else if (change.kind === "node_removed") nodes.set(change.nodeId, "removed");
    else if ("nodeId" in change) nodes.set(change.nodeId, nodes.get(change.nodeId) ?? "changed");
    else if (change.kind === "cord_added") cords.set(cordKey(change.from, change.exit), "added");
    else if (change.kind === "cord_removed") cords.set(cordKey(change.from, change.exit), "removed");
    else if (change.kind === "cord_moved") cords.set(cordKey(change.from, change.exit), "changed");
  }
  const gone = a.nodes.filter((node) => nodes.get(node.id) === "removed");
  const unplugged = a.edges.filter((edge) => cords.get(cordKey(edge.from, edge.exit)) === "removed");
  const places = Object.fromEntries(gone.map((node) => [node.id, a.layout[node.id] ?? { x: 0, y: 0 }]));
  const document = { ...b, nodes: [...b.nodes, ...gone], edges: [...b.edges, ...unplugged], layout: { ...b.layout, ...places } };
  return { document, nodes, cords, changes };
}

/** The changes of one step, or of the flow itself. */
export interface ChangeGroup {
  /** Null: of the flow. */
  nodeId: string | null;
  title: string;
  mark: Mark | null;
  changes: Change[];
}

/** In the order of the flow; what is new or gone first says so in its head alone. */
export function groupsOf({ document, nodes, changes }: Union): ChangeGroup[] {
  const names = new Map(document.nodes.map((node) => [node.id, node.name]));
  const place = (change: Change): string => ("nodeId" in change ? change.nodeId : "from" in change ? change.from : "");
  const grouped = Map.groupBy(changes, place);
  return ["", ...names.keys()].flatMap((id): ChangeGroup[] => {
    const own = grouped.get(id);
    if (!own) return [];
    const mark = nodes.get(id) ?? (id === "" ? null : "changed");
    const told = own.filter(({ kind }) => kind !== "node_added" && kind !== "node_removed");
    return [{ nodeId: id === "" ? null : id, title: names.get(id) ?? "The flow", mark, changes: told }];
  });
}

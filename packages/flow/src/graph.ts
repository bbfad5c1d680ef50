import type { FlowDocument, FlowEdge } from "./document.ts";
import type { NodeView } from "./describe-node.ts";

/** A flow as check() and the pickers walk it. Only cords whose two ends exist are in it. */
export interface FlowGraph {
  views: ReadonlyMap<string, NodeView>;
  /** The one node every run begins at; null when there is none. */
  entry: NodeView | null;
  out: ReadonlyMap<string, FlowEdge[]>;
  /** Nodes that flow-wide handlers lead to: they may follow any other node. */
  handlerTargets: string[];
}

export function buildGraph(document: FlowDocument, views: ReadonlyMap<string, NodeView>): FlowGraph {
  const entry = [...views.values()].find((view) => view.manifest?.entry) ?? null;
  const out = new Map<string, FlowEdge[]>();
  for (const edge of document.edges) {
    if (!views.has(edge.from) || !views.has(edge.to)) continue;
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const handlers = new Set(entry?.exits.filter((exit) => exit.handles).map((exit) => exit.id));
  const handlerTargets = (entry ? (out.get(entry.node.id) ?? []) : []).filter((edge) => handlers.has(edge.exit)).map((edge) => edge.to);
  return { views, entry, out, handlerTargets };
}

/** Every node that a run can come to after one of `from`, those included only when it can come back to them. */
export function reachableFrom(graph: FlowGraph, from: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const stack = [...from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const { to } of graph.out.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      stack.push(to);
    }
  }
  return seen;
}

/** Nodes that a run may visit after `id`; whatever handlers lead to may always come. */
export function mayFollow(graph: FlowGraph, id: string): Set<string> {
  const after = reachableFrom(graph, [id, ...graph.handlerTargets]);
  for (const target of graph.handlerTargets) after.add(target);
  return after;
}

/** Nodes that every run has visited before it comes to `target`: without them there is no way there. */
export function visitedBefore(graph: FlowGraph, target: string): Set<string> {
  const { entry } = graph;
  if (!entry) return new Set();
  const order = [entry.node.id, ...reachableFrom(graph, [entry.node.id])];
  const incoming = new Map<string, string[]>(order.map((id) => [id, []]));
  for (const id of order) for (const { to } of graph.out.get(id) ?? []) incoming.get(to)?.push(id);
  const before = new Map<string, Set<string>>([[entry.node.id, new Set()]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of order.slice(1)) {
      const next = common((incoming.get(id) ?? []).flatMap((from) => withSelf(before.get(from), from)));
      if (next.size === before.get(id)?.size) continue;
      before.set(id, next);
      changed = true;
    }
  }
  return before.get(target) ?? new Set();
}

const withSelf = (set: Set<string> | undefined, id: string): Set<string>[] => (set ? [new Set(set).add(id)] : []);

function common(sets: Set<string>[]): Set<string> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((id) => others.every((set) => set.has(id))));
}

/** Groups of nodes that lead back to each other among `ids` (Tarjan, without recursion). Single nodes only when they lead to themselves. */
export function circles(graph: FlowGraph, ids: ReadonlySet<string>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open = new Set<string>();
  const path: string[] = [];
  const found: string[][] = [];
  const next = (id: string): string[] => (graph.out.get(id) ?? []).map((edge) => edge.to).filter((to) => ids.has(to));
  for (const root of ids) {
    if (index.has(root)) continue;
    const work: { id: string; targets: string[]; at: number }[] = [];
    const enter = (id: string): void => {
      index.set(id, index.size);
      low.set(id, index.get(id)!);
      open.add(id);
      path.push(id);
      work.push({ id, targets: next(id), at: 0 });
    };
    enter(root);
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const to = frame.targets[frame.at++];
      if (to !== undefined) {
        if (!index.has(to)) enter(to);
        else if (open.has(to)) low.set(frame.id, Math.min(low.get(frame.id)!, index.get(to)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) low.set(parent.id, Math.min(low.get(parent.id)!, low.get(frame.id)!));
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const group = path.splice(path.lastIndexOf(frame.id));
      for (const id of group) open.delete(id);
      if (group.length > 1 || next(frame.id).includes(frame.id)) found.push(group);
    }
  }
  return found;
}

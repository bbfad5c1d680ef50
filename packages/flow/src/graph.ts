import { closureOf, componentsOf, has } from "./components-of.ts";
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
  /** The same cords by number, for walks over large flows: position in `ids` → positions it leads to. */
  ids: string[];
  at: ReadonlyMap<string, number>;
  next: number[][];
}

export function buildGraph(document: FlowDocument, views: ReadonlyMap<string, NodeView>): FlowGraph {
  const entry = [...views.values()].find((view) => view.manifest?.entry) ?? null;
  const ids = [...views.keys()];
  const at = new Map(ids.map((id, i) => [id, i]));
  const next: number[][] = ids.map(() => []);
  const out = new Map<string, FlowEdge[]>();
  for (const edge of document.edges) {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined) continue;
    next[from]!.push(to);
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const handlers = new Set(entry?.exits.filter((exit) => exit.handles).map((exit) => exit.id));
  const handlerTargets = (entry ? (out.get(entry.node.id) ?? []) : []).filter((edge) => handlers.has(edge.exit)).map((edge) => edge.to);
  return { views, entry, out, handlerTargets, ids, at, next };
}

/** 1 for every position a walk along `next` comes to after one of `from`; those themselves only when it comes back to them. */
function walk(next: readonly number[][], from: Iterable<number>): Uint8Array {
  const seen = new Uint8Array(next.length);
  const stack = [...from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const to of next[at]!) {
      if (seen[to]) continue;
      seen[to] = 1;
      stack.push(to);
    }
  }
  return seen;
}

const positions = (graph: FlowGraph, ids: Iterable<string>): number[] => [...ids].flatMap((id) => graph.at.get(id) ?? []);

const chosen = (graph: FlowGraph, seen: Uint8Array): Set<string> => new Set(graph.ids.filter((_, i) => seen[i]));

/** Every node that a run can come to after one of `from`. */
export const reachableFrom = (graph: FlowGraph, from: Iterable<string>): Set<string> =>
  chosen(graph, walk(graph.next, positions(graph, from)));

/** Answers whether a run may visit `later` after `earlier`. What handlers lead to may always come. */
export function followers(graph: FlowGraph): (earlier: string, later: string) => boolean {
  const rows = closureOf(graph.next);
  const targets = positions(graph, graph.handlerTargets);
  return (earlier, later) => {
    const from = graph.at.get(earlier);
    const to = graph.at.get(later);
    if (from === undefined || to === undefined) return false;
    return has(rows[from], to) || targets.some((target) => target === to || has(rows[target], to));
  };
}

/** Groups of nodes among `ids` that lead back to each other; a single node only when it leads to itself. */
export function circles(graph: FlowGraph, ids: ReadonlySet<string>): string[][] {
  const among = graph.ids.map((id) => ids.has(id));
  const next = graph.next.map((list, from) => (among[from] ? list.filter((to) => among[to]) : []));
  const round = componentsOf(next).filter(([first = 0, ...others]) => others.length > 0 || next[first]!.includes(first));
  return round.map((group) => group.map((at) => graph.ids[at]!));
}

/** Nodes that a run may have visited before `target`. */
export function mayPrecede(graph: FlowGraph, target: string): Set<string> {
  const back: number[][] = graph.ids.map(() => []);
  for (const [from, list] of graph.next.entries()) for (const to of list) back[to]!.push(from);
  const seen = walk(back, positions(graph, [target]));
  const afterHandler = graph.handlerTargets.some((id) => id === target || seen[graph.at.get(id) ?? -1] === 1);
  return afterHandler ? new Set(graph.ids) : chosen(graph, seen);
}

/** Nodes that every run has visited before it comes to `target`. */
export function visitedBefore(graph: FlowGraph, target: string): Set<string> {
  const above = dominators(graph);
  const before = new Set<string>();
  for (let at = above.get(target); at !== undefined; at = above.get(at)) before.add(at);
  return before;
}

/** Answers whether every run has visited `earlier` before it comes to `later`. Of what is never reached nothing is known: false. */
export function certainly(graph: FlowGraph): (earlier: string, later: string) => boolean {
  const below = Map.groupBy(dominators(graph), ([, parent]) => parent);
  // Left of a node stands its number on the way down, right of it the last number below it: one lies within the other.
  const spans = new Map<string, { first: number; last: number }>();
  const work = graph.entry ? [{ id: graph.entry.node.id, turn: 0 }] : [];
  for (let frame = work.at(-1); frame; frame = work.at(-1)) {
    if (frame.turn === 0) spans.set(frame.id, { first: spans.size, last: spans.size });
    const [child] = below.get(frame.id)?.[frame.turn++] ?? [];
    if (child !== undefined) work.push({ id: child, turn: 0 });
    else spans.get(work.pop()!.id)!.last = spans.size - 1;
  }
  return (earlier, later) => {
    const [outer, inner] = [spans.get(earlier), spans.get(later)];
    return outer !== undefined && inner !== undefined && outer.first < inner.first && inner.first <= outer.last;
  };
}

/** Of each node that can be reached: the last one that every run passes before it (its dominator; Cooper, Harvey and Kennedy 2001). */
function dominators(graph: FlowGraph): Map<string, string> {
  const root = graph.entry ? graph.at.get(graph.entry.node.id) : undefined;
  if (root === undefined) return new Map();
  const order = reversePostorder(graph.next, root);
  const rank = new Map(order.map((at, i) => [at, i]));
  const incoming: number[][] = order.map(() => []);
  for (const [i, at] of order.entries()) for (const to of graph.next[at]!) incoming[rank.get(to)!]!.push(i);
  const above: number[] = [0];
  const meet = (a: number, b: number): number => {
    while (a !== b) {
      while (a > b) a = above[a]!;
      while (b > a) b = above[b]!;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 1; i < order.length; i++) {
      const next = incoming[i]!.filter((from) => above[from] !== undefined).reduce(meet);
      if (above[i] === next) continue;
      above[i] = next;
      changed = true;
    }
  }
  const nameOf = (i: number): string => graph.ids[order[i]!]!;
  return new Map(above.flatMap((parent, i): [string, string][] => (i === 0 ? [] : [[nameOf(i), nameOf(parent)]])));
}

function reversePostorder(next: readonly number[][], root: number): number[] {
  const seen = new Uint8Array(next.length);
  seen[root] = 1;
  const work = [{ at: root, turn: 0 }];
  const done: number[] = [];
  for (let frame = work.at(-1); frame; frame = work.at(-1)) {
    const to = next[frame.at]![frame.turn++];
    if (to === undefined) done.push(work.pop()!.at);
    else if (!seen[to]) {
      seen[to] = 1;
      work.push({ at: to, turn: 0 });
    }
  }
  return done.reverse();
}

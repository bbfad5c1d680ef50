import type { Issue } from "@cordboard/contract";
import type { FlowDocument, FlowEdge } from "../document.ts";
import type { NodeView } from "../describe-node.ts";
import type { FlowGraph } from "../graph.ts";
import { nodesInBranches } from "./branches.ts";
import type { Fix } from "./commands.ts";

/** Cords whose ends don't fit, and exits without one. */
export function checkCords(document: FlowDocument, graph: FlowGraph): Issue[] {
  const first = new Map<string, FlowEdge>();
  const issues: Issue[] = [];
  for (const edge of document.edges) {
    const key = `${edge.from}\n${edge.exit}`;
    const earlier = first.get(key);
    if (earlier) {
      issues.push(twoCords(graph, edge, earlier));
      continue;
    }
    first.set(key, edge);
    const issue = checkCord(graph, edge);
    if (issue) issues.push(issue);
  }
  const handled = wiredHandlers(graph, first);
  const inBranches = nodesInBranches(graph);
  for (const view of graph.views.values()) if (!inBranches.has(view.node.id)) issues.push(...bareExits(view, first, handled));
  return issues;
}

const remove = (edge: FlowEdge): Fix => ({
  label: "Remove the cord",
  commands: [{ type: "removeEdge", from: edge.from, exit: edge.exit }],
});

const labelOf = (view: NodeView | undefined, exit: string): string => view?.exits.find((e) => e.id === exit)?.label ?? exit;

function twoCords(graph: FlowGraph, edge: FlowEdge, earlier: FlowEdge): Issue {
  const view = graph.views.get(edge.from);
  const message = `“${labelOf(view, edge.exit)}” has two cords. Keep one of them.`;
  const fix: Fix = {
    label: "Keep the first",
    commands: [
      { type: "removeEdge", from: edge.from, exit: edge.exit },
      { type: "addEdge", edge: earlier },
    ],
  };
  return { level: "error", code: "two_cords", message, nodeId: edge.from, exit: edge.exit, fix };
}

function checkCord(graph: FlowGraph, edge: FlowEdge): Issue | null {
  const from = graph.views.get(edge.from);
  const to = graph.views.get(edge.to);
  const place = { exit: edge.exit, fix: remove(edge) };
  if (!from) {
    const message = `A cord comes from a node that isn't there (${edge.from}). Remove it.`;
    return { level: "error", code: "cord_from_nowhere", message, ...place, ...(to ? { nodeId: edge.to } : {}) };
  }
  const label = labelOf(from, edge.exit);
  if (!to) {
    const message = `The cord of “${label}” leads to a node that isn't there (${edge.to}). Remove it.`;
    return { level: "error", code: "cord_to_nowhere", message, nodeId: edge.from, ...place };
  }
  // While its settings are refused, its exits are a guess; and an unknown component's aren't known at all.
  const exitsAreSure = from.manifest !== null && from.problems.length === 0;
  if (exitsAreSure && !from.exits.some((exit) => exit.id === edge.exit)) {
    const message = `“${from.node.name}” has no exit “${edge.exit}” any more. Remove the cord or bring the exit back.`;
    return { level: "error", code: "unknown_exit", message, nodeId: edge.from, ...place };
  }
  if (to.manifest?.entry) {
    const message = `“${label}” leads back to Start, which only begins a run. Join it to the step that should come next.`;
    return { level: "error", code: "cord_into_start", message, nodeId: edge.from, ...place };
  }
  return null;
}

/** Flow-wide handlers that lead somewhere: what leaves by a bare exit of their kind is not lost. */
function wiredHandlers({ entry }: FlowGraph, wired: ReadonlyMap<string, FlowEdge>): Set<string> {
  const leading = entry?.exits.filter((exit) => wired.has(`${entry.node.id}\n${exit.id}`)) ?? [];
  return new Set(leading.flatMap((exit) => exit.handles ?? []));
}

/** A bare exit is allowed: the run ends there. Worth a hint where authors rarely mean it. */
function bareExits(view: NodeView, wired: ReadonlyMap<string, FlowEdge>, handled: ReadonlySet<string>): Issue[] {
  if (view.problems.length > 0) return [];
  return view.exits.flatMap((exit): Issue[] => {
    const expected = exit.optional || exit.fork || exit.trigger || exit.handles || exit.fork || (exit.handler && handled.has(exit.handler));
    if (expected || wired.has(`${view.node.id}\n${exit.id}`)) return [];
    const end = view.manifest?.needsCall ? "the run ends there and the call is hung up" : "the run ends there";
    const message = `“${exit.label}” leads nowhere: ${end}. Join it to a next step if that isn't what you want.`;
    return [{ level: "hint", code: "exit_has_no_cord", message, nodeId: view.node.id, exit: exit.id }];
  });
}

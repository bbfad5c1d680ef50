import type { ExitSpec, Issue } from "@cordboard/contract";
import type { NodeView } from "../describe-node.ts";
import { type FlowGraph, reachableFrom } from "../graph.ts";

/** Paths that run beside the node they branch from: what they may hold, and whether they come to an end. */
export function checkBranches(graph: FlowGraph): Issue[] {
  return [...graph.views.values()].flatMap((view) => {
    const forks = view.exits.filter((exit) => exit.fork);
    if (forks.length === 0 || view.problems.length > 0) return [];
    return [...forks.flatMap((exit) => checkBranch(graph, view, exit)), ...checkJoin(graph, view, forks)];
  });
}

const targetOf = (graph: FlowGraph, view: NodeView, exit: ExitSpec): string | undefined =>
  graph.out.get(view.node.id)?.find((edge) => edge.exit === exit.id)?.to;

/** Nodes that stand in some branch: a bare exit there is how the branch ends. */
export function nodesInBranches(graph: FlowGraph): Set<string> {
  const first = [...graph.views.values()].flatMap((view) =>
    view.exits.flatMap((exit) => (exit.fork ? (targetOf(graph, view, exit) ?? []) : [])),
  );
  return new Set([...first, ...reachableFrom(graph, first)]);
}

/** Nodes that a path comes to which begins at this exit. */
function nodesOf(graph: FlowGraph, view: NodeView, exit: ExitSpec): Set<string> {
  const target = targetOf(graph, view, exit);
  return target === undefined ? new Set() : reachableFrom(graph, [target]).add(target);
}

function checkBranch(graph: FlowGraph, view: NodeView, exit: ExitSpec): Issue[] {
  const { name, id: nodeId } = view.node;
  const inside = nodesOf(graph, view, exit);
  const place = { nodeId, exit: exit.id } as const;
  if (inside.size === 0) {
    const message = `“${exit.label}” leads nowhere, so this branch is over at once. Join it to a step.`;
    return [{ level: "hint", code: "branch_is_empty", message, ...place }];
  }
  if (inside.has(nodeId)) {
    const message = `The branch “${exit.id}” comes back to “${name}”, which would split again and again. Let it end before.`;
    return [{ level: "error", code: "branch_into_itself", message, ...place }];
  }
  return [...checkVoice(graph, view, exit), ...checkPastJoin(graph, view, exit, inside)];
}

/** A branch without the call may talk only to a call that it has placed itself. */
function checkVoice(graph: FlowGraph, view: NodeView, exit: ExitSpec): Issue[] {
  if (exit.fork !== "without_call") return [];
  return [...withoutCall(graph, view, exit)].flatMap((id): Issue[] => {
    const found = graph.views.get(id);
    if (!found?.manifest?.needsCall) return [];
    const message = `“${found.node.name}” talks to the caller, but the branch “${exit.id}” of “${view.node.name}” doesn't have the call. Move it to the branch that keeps the call.`;
    return [{ level: "error", code: "voice_in_branch", message, nodeId: id }];
  });
}

/** Nodes of the branch up to where a call of its own begins. */
function withoutCall(graph: FlowGraph, view: NodeView, exit: ExitSpec): Set<string> {
  const first = targetOf(graph, view, exit);
  const seen = new Set(first === undefined ? [] : [first]);
  const stack = [...seen];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const from = graph.views.get(id);
    for (const edge of graph.out.get(id) ?? []) {
      const spec = from?.exits.find((one) => one.id === edge.exit);
      if (seen.has(edge.to) || spec?.startsCall) continue;
      seen.add(edge.to);
      stack.push(edge.to);
    }
  }
  return seen;
}

/** What stands behind a branch and behind the join is done twice, which is hardly ever meant. */
function checkPastJoin(graph: FlowGraph, view: NodeView, { id }: ExitSpec, inside: ReadonlySet<string>): Issue[] {
  const after = view.exits.filter((exit) => exit.joins).flatMap((exit) => targetOf(graph, view, exit) ?? []);
  const twice = [...inside].find((node) => after.includes(node));
  if (twice === undefined) return [];
  const name = graph.views.get(twice)?.node.name ?? twice;
  const message = `The branch “${id}” leads on to “${name}”, which also follows when the branches are over, so it is done twice. Take out the cord in the branch.`;
  return [{ level: "warning", code: "branch_past_join", message, nodeId: view.node.id, exit: id }];
}

/** A join that waits for a path which never ends. */
function checkJoin(graph: FlowGraph, view: NodeView, forks: ExitSpec[]): Issue[] {
  const endless = forks.filter((exit) => {
    const inside = nodesOf(graph, view, exit);
    return inside.size > 0 && ![...inside].some((id) => mayEnd(graph, id));
  });
  return view.exits.flatMap((exit): Issue[] => {
    const never = exit.joins === "all" ? endless.length > 0 : exit.joins === "any" && endless.length === forks.length;
    if (!never) return [];
    const names = endless.map(({ id }) => `“${id}”`).join(", ");
    const message = `“${exit.label}” is only reached when the time is over: ${names} goes round for ever. Lead a way out of the circle.`;
    return [{ level: "warning", code: "unreachable_join", message, nodeId: view.node.id, exit: exit.id }];
  });
}

/** A path may end at a node without exits, at a bare exit that no failure or hang-up is needed for, and at a component or config that isn't understood. */
function mayEnd(graph: FlowGraph, id: string): boolean {
  const view = graph.views.get(id);
  if (!view?.manifest || view.problems.length > 0 || view.exits.length === 0) return true;
  const wired = new Set(graph.out.get(id)?.map((edge) => edge.exit));
  return view.exits.some((exit) => !exit.fork && exit.handler === undefined && !wired.has(exit.id));
}

import type { Issue } from "@cordboard/contract";
import type { Fix } from "./commands.ts";
import { circles, type FlowGraph, reachableFrom } from "../graph.ts";

/** Ways through the flow: what is never reached, what goes in circles, what needs a call that can't be there. */
export function checkPaths(graph: FlowGraph): Issue[] {
  const { entry } = graph;
  if (!entry) return [];
  const reached = reachableFrom(graph, [entry.node.id]);
  const issues: Issue[] = [];
  for (const { node, manifest } of graph.views.values()) {
    if (node.id === entry.node.id || manifest?.entry || reached.has(node.id)) continue;
    const message = `Nothing leads to “${node.name}”. Join an exit to it, or delete it.`;
    const fix: Fix = { label: "Delete it", commands: [{ type: "removeNode", nodeId: node.id }] };
    issues.push({ level: "warning", code: "unreachable_node", message, nodeId: node.id, fix });
  }
  return [...issues, ...checkCircles(graph), ...checkCalls(graph, reached)];
}

function checkCircles(graph: FlowGraph): Issue[] {
  const restless = new Set(
    [...graph.views.values()].filter((view) => view.manifest && !view.manifest.waits && !view.manifest.bounded).map((view) => view.node.id),
  );
  return circles(graph, restless).map((group): Issue => {
    const names = group.map((id) => graph.views.get(id)?.node.name ?? id);
    const shown = names.length > 4 ? `${names.slice(0, 4).join(", ")} …` : names.join(", ");
    const message = `This goes round in a circle without waiting for anything (${shown}); a run that stays in it is stopped. Put a step that waits into the circle.`;
    return { level: "warning", code: "loop_without_wait", message, nodeId: group[0]! };
  });
}

/** Nodes that talk to a call, on ways where there never is one. */
function checkCalls(graph: FlowGraph, reached: ReadonlySet<string>): Issue[] {
  const withCall = new Set<string>();
  for (const [id, edges] of graph.out) {
    const view = graph.views.get(id);
    // After an unknown component or a refused config anything may be the case: no warning from guesses.
    const unsure = !view?.manifest || view.problems.length > 0;
    const exits = new Map(view?.exits.map((exit) => [exit.id, exit]));
    for (const edge of edges) {
      const exit = exits.get(edge.exit);
      const brings = exit?.startsCall || exit?.trigger === "call" || exit?.trigger === "flow" || exit?.handles === "on_error";
      if (unsure || brings) withCall.add(edge.to);
    }
  }
  const reachedWithCall = reachableFrom(graph, withCall);
  return [...graph.views.values()].flatMap(({ node, manifest }): Issue[] => {
    if (!manifest?.needsCall || !reached.has(node.id) || withCall.has(node.id) || reachedWithCall.has(node.id)) return [];
    const message = `“${node.name}” talks to a caller, but no call is going on when the run comes here. Place a call first, or take it out of this way.`;
    return [{ level: "warning", code: "no_call_here", message, nodeId: node.id }];
  });
}

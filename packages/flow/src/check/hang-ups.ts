import type { Issue } from "@cordboard/contract";
import type { NodeView } from "../describe-node.ts";
import { type FlowGraph, reachableFrom } from "../graph.ts";

/**
 * What a step sends after an announcement is begun when the announcement is over (architecture.md, "Prompts before effects"):
 * whoever hangs up before has skipped it. Nothing is said where the flow looks after hang-ups itself.
 */
export function checkHangUps(graph: FlowGraph): Issue[] {
  const cleaned = handlesHangUps(graph);
  if (cleaned) return [];
  const speakers = [...graph.views.values()].filter((view) => view.manifest?.needsCall && !view.manifest.waits);
  const skipped = new Map<string, NodeView>();
  for (const speaker of speakers) for (const id of actsAfter(graph, speaker)) if (!skipped.has(id)) skipped.set(id, speaker);
  return [...skipped].map(([nodeId, speaker]): Issue => {
    const name = graph.views.get(nodeId)?.node.name ?? nodeId;
    const message = `A caller who hangs up while “${speaker.node.name}” speaks skips “${name}”. Put it before, or join Start's exit for hang-ups.`;
    return { level: "hint", code: "skipped_by_hangup", message, nodeId };
  });
}

function handlesHangUps({ entry, out }: FlowGraph): boolean {
  const exits = new Set(entry?.exits.filter((exit) => exit.handles === "on_hangup").map((exit) => exit.id));
  return (entry ? (out.get(entry.node.id) ?? []) : []).some((edge) => exits.has(edge.exit));
}

/** Steps that act once the speaker is done, with nothing in between that waits or speaks. */
function actsAfter(graph: FlowGraph, speaker: NodeView): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const stack = (graph.out.get(speaker.node.id) ?? []).map((edge) => edge.to);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const view = graph.views.get(id);
    if (seen.has(id) || !view?.manifest || view.problems.length > 0) continue;
    seen.add(id);
    if (view.manifest.acts?.(view.config)) found.push(id);
    else if (!view.manifest.waits && !view.manifest.needsCall) stack.push(...(graph.out.get(id) ?? []).map((edge) => edge.to));
  }
  return found.filter((id) => !reachableFrom(graph, [id]).has(speaker.node.id));
}

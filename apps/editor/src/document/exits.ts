import type { ExitSpec } from "@cordboard/contract";
import type { FlowEdge, FlowNode } from "@cordboard/flow";

/** The exits of a node, or null when its config or type doesn't say (half-typed, unknown). */
export type ExitsOf = (node: FlowNode) => readonly ExitSpec[] | null;

/**
 * The cords after a node's config changed. An exit that only got another id (a choice renamed in place) keeps its cord;
 * cords of exits that are gone go too. While the exits can't be told nothing is touched.
 */
export function followExits(edges: FlowEdge[], before: FlowNode, after: FlowNode, exitsOf: ExitsOf): FlowEdge[] {
  if (!edges.some((edge) => edge.from === before.id)) return edges;
  const [old, now] = [exitsOf(before), exitsOf(after)];
  if (!old || !now) return edges;
  const ids = new Set(now.map((exit) => exit.id));
  const oldIds = new Set(old.map((exit) => exit.id));
  const renamed = new Map<string, string>();
  if (old.length === now.length) {
    old.forEach((exit, index) => {
      const id = now[index]?.id;
      if (id !== undefined && id !== exit.id && !ids.has(exit.id) && !oldIds.has(id)) renamed.set(exit.id, id);
    });
  }
  const next = edges.flatMap((edge) => {
    if (edge.from !== before.id || ids.has(edge.exit)) return [edge];
    const exit = renamed.get(edge.exit);
    if (exit !== undefined) return [{ ...edge, exit }];
    return oldIds.has(edge.exit) ? [] : [edge];
  });
  return next.length === edges.length && next.every((edge, index) => edge === edges[index]) ? edges : next;
}

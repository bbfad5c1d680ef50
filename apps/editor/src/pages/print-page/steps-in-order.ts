import type { FlowDocument, FlowNode } from "@cordboard/flow";
import { isEntry } from "../../document/index.ts";

/** The steps as a caller comes by them, breadth first from the entry; what no cord leads to comes last. */
export function stepsInOrder({ nodes, edges }: FlowDocument): FlowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const next = Map.groupBy(edges, ({ from }) => from);
  const found = new Set<FlowNode>();
  for (const first of [...nodes.filter(isEntry), ...nodes]) {
    const line = [first];
    for (let node = line.shift(); node; node = line.shift()) {
      if (found.has(node)) continue;
      found.add(node);
      for (const { to } of next.get(node.id) ?? []) {
        const target = byId.get(to);
        if (target) line.push(target);
      }
    }
  }
  return [...found];
}

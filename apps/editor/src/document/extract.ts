import type { Extraction, FlowDocument } from "@cordboard/flow";
import type { Command } from "./command.ts";
import { freshId } from "./names.ts";

/** Puts the node that runs the new flow where the steps were, as one step back. Answers its id beside the commands. */
export function extractCommands(
  document: FlowDocument,
  nodeIds: readonly string[],
  extraction: Extraction,
): { commands: Command[]; nodeId: string } {
  const { node, begins, out, rewritten } = extraction;
  const gone = new Set(nodeIds);
  const id = freshId(node.type, (candidate) => document.nodes.some((other) => other.id === candidate));
  const { x, y } = document.layout[begins] ?? { x: 0, y: 0 };
  const into = document.edges.filter((edge) => edge.to === begins && !gone.has(edge.from));
  return {
    nodeId: id,
    commands: [
      { type: "removeNodes", nodeIds: [...nodeIds] },
      { type: "addNode", node: { ...node, id }, at: { x, y } },
      ...into.map((edge): Command => ({ type: "addEdge", edge: { ...edge, to: id } })),
      ...out.map(({ exit, to }): Command => ({ type: "addEdge", edge: { from: id, exit, to } })),
      ...rewritten.map((other): Command => ({ type: "setConfig", nodeId: other.id, path: [], value: other.config })),
    ],
  };
}

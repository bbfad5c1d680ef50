import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Command, Point } from "../document/command.ts";
import { CARD } from "./geometry.ts";
import { GAP_X, GAP_Y, heightOf, shapeIn, snap } from "./place.ts";

/** Lays the flow out from left to right, the entry where it was. Only positions change. */
export function tidyCommand(document: FlowDocument, viewOf: (node: FlowNode) => NodeView): Command {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranksep: GAP_X, nodesep: GAP_Y, edgesep: 16, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: CARD.width, height: heightOf(document, node, viewOf) });
  for (const { from, to } of inExitOrder(document, viewOf)) if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  layout(graph);

  const places = new Map<string, Point>();
  for (const node of document.nodes) {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.id);
    places.set(node.id, { x: x - width / 2, y: y - height / 2 });
  }
  const anchor = document.nodes.find((node) => viewOf(node).manifest?.entry) ?? document.nodes[0];
  const from = anchor && places.get(anchor.id);
  const was = anchor && document.layout[anchor.id];
  const shift = { x: (was?.x ?? 0) - (from?.x ?? 0), y: (was?.y ?? 0) - (from?.y ?? 0) };
  return {
    type: "moveNodes",
    to: Object.fromEntries([...places].map(([id, at]) => [id, { x: snap(at.x + shift.x), y: snap(at.y + shift.y) }])),
  };
}

/** dagre keeps the order it is told, so upper exits lead to upper cards. */
function inExitOrder(document: FlowDocument, viewOf: (node: FlowNode) => NodeView): FlowDocument["edges"] {
  return document.nodes.flatMap((node) => {
    const order = new Map(shapeIn(document, node, viewOf).rows.map((row, index) => [row.exit.id, index]));
    const own = document.edges.filter((edge) => edge.from === node.id);
    return own.toSorted((a, b) => (order.get(a.exit) ?? 99) - (order.get(b.exit) ?? 99));
  });
}

import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Command, Point } from "../document/command.ts";
import { CARD, exitY, type CardShape } from "./geometry.ts";
import { GAP_X, GAP_Y, shapeIn, snap } from "./place.ts";

interface Placed {
  id: string;
  rank: number;
  /** Order within its column as dagre found it: few crossings. */
  order: number;
  shape: CardShape;
}

/**
 * Lays the flow out from left to right, the entry where it was. Only positions change.
 * dagre finds the columns; within a column each card is put level with the jack that leads to it.
 */
export function tidyCommand(document: FlowDocument, viewOf: (node: FlowNode) => NodeView): Extract<Command, { type: "moveNodes" }> {
  const shapes = new Map(document.nodes.map((node) => [node.id, shapeIn(document, node, viewOf)]));
  const columns = columnsOf(document, shapes);
  const places = new Map<string, Point>();
  for (const [index, column] of columns.entries()) {
    const x = index * (CARD.width + GAP_X);
    const wanted = column.map((card) => ({ card, y: wantedY(card, document, shapes, places) }));
    wanted.sort((a, b) => a.y - b.y || a.card.order - b.card.order);
    for (const [id, y] of stack(wanted)) places.set(id, { x, y });
  }
  return { type: "moveNodes", to: anchored(document, viewOf, places) };
}

function columnsOf(document: FlowDocument, shapes: ReadonlyMap<string, CardShape>): Placed[][] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranksep: GAP_X, nodesep: GAP_Y, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, shape] of shapes) graph.setNode(id, { width: CARD.width, height: shape.height });
  for (const { from, to } of document.edges) if (from !== to && shapes.has(from) && shapes.has(to)) graph.setEdge(from, to);
  layout(graph);
  const byX = Map.groupBy(shapes.keys(), (id) => Math.round(graph.node(id).x ?? 0));
  const xs = [...byX.keys()].toSorted((a, b) => a - b);
  return xs.map((x, rank) => (byX.get(x) ?? []).map((id) => ({ id, rank, order: graph.node(id).y ?? 0, shape: shapes.get(id) ?? EMPTY })));
}
const EMPTY: CardShape = { height: 0, rows: [], folded: [], foldY: 0, hidden: 0 };

/** Level with the mean of the jacks that lead here from columns already placed. */
function wantedY(card: Placed, document: FlowDocument, shapes: ReadonlyMap<string, CardShape>, places: ReadonlyMap<string, Point>): number {
  const jacks = document.edges.flatMap((edge) => {
    const [at, shape] = [places.get(edge.from), shapes.get(edge.from)];
    return edge.to === card.id && at && shape ? [at.y + exitY(shape, edge.exit)] : [];
  });
  if (jacks.length === 0) return card.order - card.shape.height / 2;
  return jacks.reduce((sum, y) => sum + y, 0) / jacks.length - CARD.inputY;
}

/** Cards in this order, as near to where they want to be as they fit: overlapping ones move apart around their middle. */
function stack(wanted: { card: Placed; y: number }[]): [string, number][] {
  interface Block {
    cards: Placed[];
    y: number;
    height: number;
    /** Where its cards would like it to begin, summed. */
    sum: number;
  }
  const blocks: Block[] = [];
  for (const { card, y } of wanted) {
    let block: Block = { cards: [card], y, height: card.shape.height, sum: y };
    for (let above = blocks.at(-1); above && above.y + above.height + GAP_Y > block.y; above = blocks.at(-1)) {
      blocks.pop();
      const offset = above.height + GAP_Y;
      const sum = above.sum + block.sum - offset * block.cards.length;
      const cards = [...above.cards, ...block.cards];
      block = { cards, sum, y: sum / cards.length, height: offset + block.height };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => {
    let y = block.y;
    return block.cards.map((card): [string, number] => {
      const place: [string, number] = [card.id, y];
      y += card.shape.height + GAP_Y;
      return place;
    });
  });
}

function anchored(document: FlowDocument, viewOf: (node: FlowNode) => NodeView, places: ReadonlyMap<string, Point>): Record<string, Point> {
  const anchor = document.nodes.find((node) => viewOf(node).manifest?.entry) ?? document.nodes[0];
  const [to, from] = [anchor && document.layout[anchor.id], anchor && places.get(anchor.id)];
  const shift = { x: (to?.x ?? 0) - (from?.x ?? 0), y: (to?.y ?? 0) - (from?.y ?? 0) };
  return Object.fromEntries([...places].map(([id, at]) => [id, { x: snap(at.x + shift.x), y: snap(at.y + shift.y) }]));
}

/** A flow that came without places (from a file, from the API) is laid out once; any other stays as it is. */
export function placed(document: FlowDocument, viewOf: (node: FlowNode) => NodeView): FlowDocument {
  if (document.nodes.every((node) => Object.hasOwn(document.layout, node.id))) return document;
  return { ...document, layout: { ...document.layout, ...tidyCommand(document, viewOf).to } };
}

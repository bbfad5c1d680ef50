import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import type { FlowDocument, FlowNode, FlowNote, NodeView } from "@cordboard/flow";
import type { Command, Point } from "../document/command.ts";
import { elkInWorker, type Layouter } from "./elk.ts";
import { homesOf, PAD } from "./frames.ts";
import { CARD, exitY, type CardShape } from "./geometry.ts";
import type { Rect } from "./mini-fit.ts";
import { GAP_X, GAP_Y, shapeIn, snap } from "./place.ts";

type ViewOf = (node: FlowNode) => NodeView;

/** Beyond this many cards elk's quicker way of straightening cords is taken. */
const MANY = 400;

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(GAP_X),
  "elk.spacing.nodeNode": String(GAP_Y),
  "elk.spacing.componentComponent": String(2 * GAP_Y),
  "elk.layered.spacing.edgeNodeBetweenLayers": "24",
  // A cord that leads back is one that a walk from the entry finds again.
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
};

/**
 * Lays the flow out from left to right by elk, cords as straight as they can be; of several selected cards only those,
 * where they were. The entry, or else the first card, keeps its place; so does what is locked, and the rest makes way.
 * Frames go around what was in them. Only places change.
 */
export async function tidyCommands(
  document: FlowDocument,
  viewOf: ViewOf,
  { only, layout = elkInWorker }: { only?: ReadonlySet<string>; layout?: Layouter } = {},
): Promise<Command[]> {
  const nodes = document.nodes.filter((node) => !only || only.has(node.id));
  if (nodes.length === 0) return [];
  const shapes = new Map(nodes.map((node) => [node.id, shapeIn(document, node, viewOf)]));
  const laid = await layout(graphOf(document, nodes, shapes, viewOf));
  const found = placesOf(laid);
  const anchor = nodes.find((node) => viewOf(node).manifest?.entry) ?? topLeft(document, nodes);
  const from = found.get(anchor.id) ?? ORIGIN;
  const at = document.layout[anchor.id] ?? ORIGIN;
  const moved = (place: Point): Point => ({ x: snap(place.x - from.x + at.x), y: snap(place.y - from.y + at.y) });
  const places = new Map(nodes.map(({ id }) => [id, moved(found.get(id) ?? ORIGIN)]));
  const frames = document.notes.flatMap((note): Command[] => {
    const box = found.get(note.id);
    return box ? [{ type: "setNote", noteId: note.id, patch: { ...moved(box), width: snap(box.width), height: snap(box.height) } }] : [];
  });
  return [{ type: "moveNodes", to: Object.fromEntries(aroundLocked(document, places, shapes)) }, ...frames];
}
const ORIGIN: Point = { x: 0, y: 0 };

function topLeft(document: FlowDocument, nodes: readonly FlowNode[]): FlowNode {
  const far = ({ id }: FlowNode): number => (document.layout[id]?.x ?? 0) + (document.layout[id]?.y ?? 0);
  return nodes.reduce((best, node) => (far(node) < far(best) ? node : best));
}

function graphOf(document: FlowDocument, nodes: readonly FlowNode[], shapes: ReadonlyMap<string, CardShape>, viewOf: ViewOf): ElkNode {
  const homes = homesOf(document, viewOf);
  const framed = Map.groupBy(nodes, (node) => homes.get(node.id));
  const boxes = [...framed].map(([frame, inside]) => {
    const cards = inside.map((node) => cardOf(node, shapes, viewOf));
    return frame && !frame.locked ? [frameOf(frame, cards)] : cards;
  });
  const placement = nodes.length > MANY ? "BRANDES_KOEPF" : "NETWORK_SIMPLEX";
  return {
    id: "flow",
    layoutOptions: { ...OPTIONS, "elk.layered.nodePlacement.strategy": placement },
    children: boxes.flat(),
    edges: document.edges.flatMap((edge, index): ElkExtendedEdge[] => {
      if (edge.from === edge.to || !shapes.has(edge.from) || !shapes.has(edge.to)) return [];
      return [{ id: `cord ${index}`, sources: [jackId(edge.from, edge.exit)], targets: [edge.to + IN] }];
    }),
  };
}

const frameOf = ({ id }: FlowNote, children: ElkNode[]): ElkNode => ({
  id,
  children,
  layoutOptions: {
    ...OPTIONS,
    "elk.padding": `[top=${PAD.top},left=${PAD.side},bottom=${PAD.side},right=${PAD.side}]`,
  },
});

function jackId(nodeId: string, exit: string): string {
  return `${nodeId} ${exit}`;
}

/** A card with its jacks where they are drawn. */
function cardOf(node: FlowNode, shapes: ReadonlyMap<string, CardShape>, viewOf: ViewOf): ElkNode {
  const shape = shapes.get(node.id);
  const exits = [...(shape?.rows.map((row) => row.exit) ?? []), ...(shape?.folded ?? [])];
  const first = viewOf(node).manifest?.entry === true;
  return {
    id: node.id,
    width: CARD.width,
    height: shape?.height ?? 0,
    layoutOptions: { "elk.portConstraints": "FIXED_POS", ...(first && { "elk.layered.layering.layerConstraint": "FIRST" }) },
    ports: [
      { id: node.id + IN, x: 0, y: CARD.inputY, layoutOptions: { "elk.port.side": "WEST" } },
      ...exits.map((exit) => ({
        id: jackId(node.id, exit.id),
        x: CARD.width,
        y: shape ? exitY(shape, exit.id) : 0,
        layoutOptions: { "elk.port.side": "EAST" },
      })),
    ],
  };
}
const IN = " in";

/** Where everything lies, without regard to what it lies in. */
function placesOf(graph: ElkNode): Map<string, Rect> {
  const places = new Map<string, Rect>();
  const walk = (children: readonly ElkNode[], { x: left, y: top }: Point): void => {
    for (const { id, x = 0, y = 0, width = 0, height = 0, children: inside = [] } of children) {
      places.set(id, { x: left + x, y: top + y, width, height });
      walk(inside, { x: left + x, y: top + y });
    }
  };
  walk(graph.children ?? [], ORIGIN);
  return places;
}

/** Cards that came to lie over a locked one go below it. */
function aroundLocked(
  document: FlowDocument,
  places: ReadonlyMap<string, Point>,
  shapes: ReadonlyMap<string, CardShape>,
): [string, Point][] {
  const fixed = [...places.keys()].flatMap((id) => {
    const place = document.layout[id];
    return place?.locked ? [{ ...place, height: shapes.get(id)?.height ?? 0 }] : [];
  });
  if (fixed.length === 0) return [...places];
  return [...places].map(([id, at]) => {
    let { y } = at;
    const height = shapes.get(id)?.height ?? 0;
    for (const other of fixed.toSorted((a, b) => a.y - b.y)) {
      const beside = at.x + CARD.width + GAP_X / 2 > other.x && at.x < other.x + CARD.width + GAP_X / 2;
      if (beside && y < other.y + other.height + GAP_Y && y + height + GAP_Y > other.y) y = other.y + other.height + GAP_Y;
    }
    return [id, { x: at.x, y }];
  });
}

/** A flow that came without places (from a file, from the API) is laid out once; any other stays as it is. */
export async function placed(document: FlowDocument, viewOf: ViewOf, layout?: Layouter): Promise<FlowDocument> {
  if (document.nodes.every((node) => Object.hasOwn(document.layout, node.id))) return document;
  const commands = await tidyCommands(document, viewOf, layout ? { layout } : {});
  const to = commands.find((command) => command.type === "moveNodes")?.to ?? {};
  return { ...document, layout: { ...document.layout, ...to } };
}

/** The board without a browser: where everything lies and how the cords run, for whoever draws it elsewhere. */
import type { FlowDocument } from "@cordboard/flow";
import { NOTHING, viewOf } from "../document/index.ts";
import { aroundOf } from "./around.ts";
import type { CardNode, CordEdge, NoteNode } from "./board-types.ts";
import type { Corner } from "./cord-path.ts";
import { routeCord } from "./cord-route.ts";
import { derive, NOTHING_YET } from "./derive.ts";
import { CARD, exitY } from "./geometry.ts";
import { boundsOf, type Rect } from "./mini-fit.ts";
import { obstacleOf } from "./use-around.ts";

export { pathAlong } from "./cord-path.ts";
export { faceLines } from "./derive-cards.ts";
export { CARD } from "./geometry.ts";
export type { CardNode, CordEdge, NoteNode } from "./board-types.ts";

export interface Drawn {
  cards: CardNode[];
  notes: NoteNode[];
  cords: { edge: CordEdge; way: readonly Corner[] }[];
  /** Around all of it. */
  box: Rect;
}

export function drawn(document: FlowDocument): Drawn {
  const none = { issues: new Map(), expanded: new Set<string>(), overlay: null };
  const { nodes, edges } = derive({ document, viewOf, selection: NOTHING, ...none }, NOTHING_YET);
  const cards = nodes.filter((node): node is CardNode => node.type === "card");
  const notes = nodes.filter((node): node is NoteNode => node.type === "note");
  const byId = new Map(cards.map((card) => [card.id, card]));
  const around = aroundOf(nodes.map(obstacleOf));
  const cords = edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
    if (!from || !to || !edge.data || !edge.sourceHandle) return [];
    const { lane, lanes, belowFrom, belowTo } = edge.data;
    const ends = {
      fromX: from.position.x + CARD.width,
      fromY: from.position.y + exitY(from.data.shape, edge.sourceHandle),
      toX: to.position.x,
      toY: to.position.y + CARD.inputY,
    };
    return [{ edge, way: routeCord({ ...ends, lane, lanes, belowFrom, belowTo }, around, [edge.source, edge.target]) }];
  });
  const boxes = nodes.map(({ position, width = 0, height = 0 }) => ({ ...position, width, height }));
  const corners = cords.flatMap(({ way }) => way.map(([x, y]) => ({ x, y, width: 0, height: 0 })));
  return { cards, notes, cords, box: boundsOf([...boxes, ...corners]) };
}

import type { FlowDocument, FlowNode, FlowNote, NodeView } from "@cordboard/flow";
import type { Point, Things } from "../document/command.ts";
import { CARD } from "./geometry.ts";
import type { Rect } from "./mini-fit.ts";
import { boundsOf } from "./mini-fit.ts";
import { heightOf, snap } from "./place.ts";

type ViewOf = (node: FlowNode) => NodeView;

/** Around what a frame is put. */
export const PAD = { side: 24, top: 56 };

export function cardRect(document: FlowDocument, node: FlowNode, viewOf: ViewOf): Rect {
  const { x, y } = document.layout[node.id] ?? { x: 0, y: 0 };
  return { x, y, width: CARD.width, height: heightOf(document, node, viewOf) };
}

/** The frame that each card lies in: the smallest that holds its middle. Cards outside of all frames are left out. */
export function homesOf(document: FlowDocument, viewOf: ViewOf): Map<string, FlowNote> {
  const frames = framesOf(document);
  if (frames.length === 0) return new Map();
  return new Map(
    document.nodes.flatMap((node) => {
      if (!frames.some((frame) => mayHold(frame, document, node))) return [];
      const home = homeOf(middleOf(cardRect(document, node, viewOf)), frames);
      return home ? [[node.id, home] as const] : [];
    }),
  );
}

/** What lies in these frames, frames within them included. */
export function within(document: FlowDocument, frameIds: ReadonlySet<string>, viewOf: ViewOf): Things {
  const boxes = document.notes.filter((note) => note.frame && frameIds.has(note.id));
  if (boxes.length === 0) return { nodeIds: [], noteIds: [] };
  const holds = (point: Point): boolean => boxes.some((box) => contains(box, point));
  return {
    nodeIds: document.nodes
      .filter((node) => boxes.some((box) => mayHold(box, document, node)) && holds(middleOf(cardRect(document, node, viewOf))))
      .map(({ id }) => id),
    noteIds: document.notes.filter((note) => !frameIds.has(note.id) && holds(middleOf(note))).map(({ id }) => id),
  };
}

/** A box that goes around these things, with room for its title. Null around nothing. */
export function boxAround(document: FlowDocument, { nodeIds, noteIds }: Things, viewOf: ViewOf): Rect | null {
  const rects = [
    ...document.nodes.filter((node) => nodeIds.includes(node.id)).map((node) => cardRect(document, node, viewOf)),
    ...document.notes.filter((note) => noteIds.includes(note.id)),
  ];
  if (rects.length === 0) return null;
  const { x, y, width, height } = boundsOf(rects);
  return {
    x: snap(x - PAD.side),
    y: snap(y - PAD.top),
    width: snap(width + 2 * PAD.side),
    height: snap(height + PAD.top + PAD.side),
  };
}

/** Largest first: a frame within another is drawn, and pressed, above it. */
function framesOf({ notes }: FlowDocument): FlowNote[] {
  return notes.filter((note) => note.frame).toSorted((a, b) => b.width * b.height - a.width * a.height);
}

function homeOf(point: Point, frames: readonly FlowNote[]): FlowNote | undefined {
  return frames.findLast((frame) => contains(frame, point));
}

/** Told by the card's left edge alone: how tall it is takes long to find out for thousands. */
function mayHold({ x, width }: Rect, { layout }: FlowDocument, { id }: FlowNode): boolean {
  const middle = (layout[id]?.x ?? 0) + CARD.width / 2;
  return middle >= x && middle <= x + width;
}

function contains({ x, y, width, height }: Rect, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Point } from "../document/command.ts";
import { faceLines } from "./derive-cards.ts";
import { CARD, exitY, GRID, shapeOf } from "./geometry.ts";
import { BARE, handlersOf, wiringOf } from "./wiring.ts";

type ViewOf = (node: FlowNode) => NodeView;

/** Between columns of cards, and between the cards of a column. */
export const GAP_X = 96;
export const GAP_Y = 32;

/** A card's height as it is drawn, folded exits and all. */
export function heightOf(document: FlowDocument, node: FlowNode, viewOf: ViewOf): number {
  return shapeIn(document, node, viewOf).height;
}

export function shapeIn(document: FlowDocument, node: FlowNode, viewOf: ViewOf) {
  const view = viewOf(node);
  const wired = wiringOf(document).out.get(node.id) ?? BARE;
  return shapeOf({
    faceLines: faceLines(view).length,
    exits: view.exits,
    wired,
    handlers: handlersOf(document, viewOf),
    expanded: false,
    known: view.manifest !== null,
  });
}

export const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** To the right of an exit, its input level with the jack, and moved down past whatever is in the way. */
export function placeAfter(document: FlowDocument, from: FlowNode, exit: string, viewOf: ViewOf, height: number): Point {
  const origin = document.layout[from.id] ?? { x: 0, y: 0 };
  const shape = shapeIn(document, from, viewOf);
  return freePlace(document, viewOf, { x: origin.x + CARD.width + GAP_X, y: origin.y + exitY(shape, exit) - CARD.inputY }, height);
}

/** The place itself, or the next one below it where a card or a note fits. */
export function freePlace(document: FlowDocument, viewOf: ViewOf, wanted: Point, height: number): Point {
  const cards = document.nodes.map((node) => ({
    at: document.layout[node.id] ?? { x: 0, y: 0 },
    width: CARD.width,
    height: heightOf(document, node, viewOf),
  }));
  const notes = document.notes.filter((note) => note.frame !== true).map((note) => ({ at: note, width: note.width, height: note.height }));
  const inTheWay = [...cards, ...notes]
    .filter(({ at, width }) => at.x < wanted.x + CARD.width + GAP_X / 2 && at.x + width + GAP_X / 2 > wanted.x)
    .toSorted((a, b) => a.at.y - b.at.y);
  let y = wanted.y;
  for (const box of inTheWay) {
    if (box.at.y < y + height + GAP_Y && box.at.y + box.height + GAP_Y > y) y = box.at.y + box.height + GAP_Y;
  }
  return { x: snap(wanted.x), y: snap(y) };
}

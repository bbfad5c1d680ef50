import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Point } from "../document/command.ts";
import { cardRect } from "./frames.ts";
import { CARD, exitY } from "./geometry.ts";
import type { Rect } from "./mini-fit.ts";
import { shapeIn } from "./place.ts";

type ViewOf = (node: FlowNode) => NodeView;

/** A line that shows what a dragged thing is level with. */
export interface Guide {
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
}

/** A place that draws the dragged thing: when its left (or top) edge is near `pull`, the guide lies at `at`. */
interface Line {
  pull: number;
  at: number;
  from: number;
  to: number;
}
export interface Lines {
  /** Vertical. */
  x: Line[];
  /** Horizontal; straight cords first. */
  y: Line[];
}

/** px on the screen. */
const REACH = 6;

/** What `lead` can be level with: the edges of what stays, and the jacks that its cords come from and go to. */
export function linesFor(document: FlowDocument, lead: string, moving: ReadonlySet<string>, viewOf: ViewOf, sight: Rect): Lines {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const still: Rect[] = [
    ...document.nodes
      .filter(({ id }) => !moving.has(id) && mayOverlap(document.layout[id], sight))
      .map((node) => cardRect(document, node, viewOf)),
    ...document.notes.filter(({ id }) => !moving.has(id)),
  ].filter((rect) => overlaps(rect, sight));
  const cords = document.edges.flatMap(({ from, exit, to }): Line[] => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    if (!a || !b || (from !== lead && to !== lead) || (moving.has(from) && moving.has(to))) return [];
    const down = exitY(shapeIn(document, a, viewOf), exit);
    const [source, target] = [cardRect(document, a, viewOf), cardRect(document, b, viewOf)];
    return to === lead
      ? [{ pull: source.y + down - CARD.inputY, at: source.y + down, from: source.x + CARD.width, to: source.x + CARD.width }]
      : [{ pull: target.y + CARD.inputY - down, at: target.y + CARD.inputY, from: target.x, to: target.x }];
  });
  return {
    x: still.map(({ x, y, height }) => ({ pull: x, at: x, from: y, to: y + height })),
    y: [...cords, ...still.map(({ x, y, width }) => ({ pull: y, at: y, from: x, to: x + width }))],
  };
}

/** How much further the thing goes to be level with the nearest line, and the guides that say so. */
export function level(thing: Rect, lines: Lines, zoom: number): { by: Point; guides: Guide[] } {
  const [x, y] = [nearest(thing.x, lines.x, REACH / zoom), nearest(thing.y, lines.y, REACH / zoom)];
  const by = { x: x ? x.pull - thing.x : 0, y: y ? y.pull - thing.y : 0 };
  const [left, top] = [thing.x + by.x, thing.y + by.y];
  return {
    by,
    guides: [
      ...(x ? [{ axis: "x" as const, at: x.at, from: Math.min(x.from, top), to: Math.max(x.to, top + thing.height) }] : []),
      ...(y ? [{ axis: "y" as const, at: y.at, from: Math.min(y.from, left), to: Math.max(y.to, left + thing.width) }] : []),
    ],
  };
}

function nearest(value: number, lines: readonly Line[], reach: number): Line | undefined {
  let best: Line | undefined;
  for (const line of lines) {
    const far = Math.abs(line.pull - value);
    if (far <= reach && (!best || far < Math.abs(best.pull - value))) best = line;
  }
  return best;
}

/** No card is taller. */
const TALLEST = 2_000;
/** Told without the card's height, which takes long to find out for thousands. */
function mayOverlap(at: Point | undefined, sight: Rect): boolean {
  return at !== undefined && overlaps({ ...at, width: CARD.width, height: TALLEST }, sight);
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

import type { Point } from "../document/command.ts";
import type { Rect } from "./mini-fit.ts";
import { snap } from "./place.ts";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Direction = "across" | "down";
/** Things with their boxes, by id. */
export type Boxes = ReadonlyMap<string, Rect>;

/** Where things go so that their edges, or middles, are in one line: that of the outermost, or of all together. */
export function aligned(boxes: Boxes, how: Alignment): Map<string, Point> {
  const all = [...boxes.values()];
  const [left, top] = [least(all, ({ x }) => x), least(all, ({ y }) => y)];
  const right = most(all, ({ x, width }) => x + width);
  const bottom = most(all, ({ y, height }) => y + height);
  const to: Record<Alignment, (box: Rect) => Point> = {
    left: ({ y }) => ({ x: left, y }),
    centre: ({ y, width }) => ({ x: (left + right - width) / 2, y }),
    right: ({ y, width }) => ({ x: right - width, y }),
    top: ({ x }) => ({ x, y: top }),
    middle: ({ x, height }) => ({ x, y: (top + bottom - height) / 2 }),
    bottom: ({ x, height }) => ({ x, y: bottom - height }),
  };
  return new Map([...boxes].map(([id, box]) => [id, onGrid(to[how](box))]));
}

/** Where things go so that the room between neighbours is the same; the outermost two stay. */
export function distributed(boxes: Boxes, direction: Direction): Map<string, Point> {
  const start = ({ x, y }: Rect): number => (direction === "across" ? x : y);
  const size = ({ width, height }: Rect): number => (direction === "across" ? width : height);
  const inOrder = [...boxes].toSorted(([, a], [, b]) => start(a) + size(a) / 2 - start(b) - size(b) / 2);
  const [first, last] = [inOrder[0]?.[1], inOrder.at(-1)?.[1]];
  if (!first || !last || inOrder.length < 3) return new Map(inOrder.map(([id, { x, y }]) => [id, { x, y }]));
  const taken = inOrder.reduce((sum, [, box]) => sum + size(box), 0);
  const gap = (start(last) + size(last) - start(first) - taken) / (inOrder.length - 1);
  let next = start(first);
  return new Map(
    inOrder.map(([id, box]) => {
      const at = next;
      next += size(box) + gap;
      return [id, onGrid(direction === "across" ? { x: at, y: box.y } : { x: box.x, y: at })];
    }),
  );
}

const onGrid = ({ x, y }: Point): Point => ({ x: snap(x), y: snap(y) });
const least = (boxes: readonly Rect[], of: (box: Rect) => number): number => Math.min(...boxes.map(of));
const most = (boxes: readonly Rect[], of: (box: Rect) => number): number => Math.max(...boxes.map(of));

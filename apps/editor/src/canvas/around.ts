import type { Rect } from "./mini-fit.ts";

/** Cards by where they lie, so that a cord asks only those in its way. */
export interface Around {
  /** Cards that touch the box, each once. */
  within: (box: Rect) => Obstacle[];
}
export interface Obstacle extends Rect {
  id: string;
}
export const NOTHING_AROUND: Around = { within: () => [] };

/** px of a cell's side: about a card with the room around it. */
const CELL = 400;

export function aroundOf(cards: readonly Obstacle[]): Around {
  const cells = new Map<string, Obstacle[]>();
  for (const card of cards) {
    for (const cell of cellsOf(card)) {
      const list = cells.get(cell);
      if (list) list.push(card);
      else cells.set(cell, [card]);
    }
  }
  return {
    within: (box) => {
      const found = new Set<Obstacle>();
      for (const cell of cellsOf(box)) for (const card of cells.get(cell) ?? []) if (touches(card, box)) found.add(card);
      return [...found];
    },
  };
}

function* cellsOf({ x, y, width, height }: Rect): Generator<string> {
  const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
  for (let column = Math.floor(x / CELL); column <= right; column++) {
    for (let row = Math.floor(y / CELL); row <= bottom; row++) yield `${column} ${row}`;
  }
}

function touches(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

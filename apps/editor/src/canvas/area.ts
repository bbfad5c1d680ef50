import type { Rect } from "./mini-fit.ts";

interface Window {
  /** React Flow's: where the board's origin is on the pane, in px, and the zoom. */
  transform: readonly [x: number, y: number, zoom: number];
  width: number;
  height: number;
}

/**
 * A part of the board that holds all of the window, in px of the flow. It stays the same until the window leaves a square of a grid, whose
 * squares are as large as the window at least; null before the pane has a size.
 */
export function areaOf({ transform: [x, y, zoom], width, height }: Window): Rect | null {
  if (width === 0 || height === 0) return null;
  const square = 2 ** Math.ceil(Math.log2(Math.max(width, height) / zoom));
  const at = (offset: number): number => Math.floor(-offset / zoom / square) * square;
  return { x: at(x), y: at(y), width: 2 * square, height: 2 * square };
}

export const sameArea = (a: Rect | null, b: Rect | null): boolean =>
  a === b || (a !== null && b !== null && a.x === b.x && a.y === b.y && a.width === b.width);

/** Whether the least box around all of these and the area have a point in common. */
export function reaches(area: Rect, ...boxes: readonly Rect[]): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left <= area.x + area.width && right >= area.x && top <= area.y + area.height && bottom >= area.y;
}

import type { ReactFlowInstance } from "@xyflow/react";
import type { Rect } from "./mini-fit.ts";

/** Left free around a card, in px of the screen. */
const MARGIN = 32;
/** Of a tall card the upper part is enough. */
const TALL = 200;

type Viewports = Pick<ReactFlowInstance, "getViewport" | "setViewport">;

/** Pans as little as it takes to see a card. `room` is the board on the screen. */
export function bringInSight(flow: Viewports, card: Rect, room: { width: number; height: number }): void {
  const { x, y, zoom } = flow.getViewport();
  const dx = correction(card.x * zoom + x, card.width * zoom, room.width);
  const dy = correction(card.y * zoom + y, Math.min(card.height, TALL) * zoom, room.height);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 180 });
}

/** How far to move so that `start … start + size` lies within `0 … room`. */
export function correction(start: number, size: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  const over = start + size + MARGIN - room;
  return over > 0 ? -Math.min(over, start - MARGIN) : 0;
}

import { DOTS } from "./geometry.ts";

/**
 * Where the painted dots are put when the board's origin is at `offset`, in CSS pixels: less than a gap before the pane's edge, and on a
 * whole pixel of the screen, so that they are copied and not blended.
 */
export function shiftOf(offset: number, zoom: number, pixelRatio: number): number {
  const gap = DOTS * zoom;
  const within = ((offset % gap) + gap) % gap;
  return Math.round((within - gap) * pixelRatio) / pixelRatio;
}

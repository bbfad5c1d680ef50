export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** A point of the flow lies at `x + point.x × scale` on the map. */
export interface Fit {
  scale: number;
  x: number;
  y: number;
}

export function boundsOf(rects: readonly Rect[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity ? { x: 0, y: 0, width: 1, height: 1 } : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The largest scale at which `bounds` fits into the box, centred, with a margin. */
export function fitInto(bounds: Rect, width: number, height: number, margin: number): Fit {
  const scale = Math.min((width - 2 * margin) / Math.max(bounds.width, 1), (height - 2 * margin) / Math.max(bounds.height, 1));
  return {
    scale,
    x: (width - bounds.width * scale) / 2 - bounds.x * scale,
    y: (height - bounds.height * scale) / 2 - bounds.y * scale,
  };
}

import { useStore } from "@xyflow/react";
import { DOTS } from "./geometry.ts";

const RADIUS = 0.8;

/** The board's dots: one picture that is moved, where React Flow's own background is drawn anew for every frame of a pan. */
export function Dots() {
  const [x, y, zoom] = useStore((state) => state.transform);
  const gap = DOTS * zoom;
  return (
    <div
      aria-hidden
      className="board-dots"
      style={{
        inset: `${-gap}px`,
        backgroundImage: `radial-gradient(circle, var(--board-dot) ${RADIUS * zoom}px, transparent ${RADIUS * zoom + 0.6}px)`,
        backgroundSize: `${gap}px ${gap}px`,
        transform: `translate(${x % gap}px, ${y % gap}px)`,
      }}
    />
  );
}

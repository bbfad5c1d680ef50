import { useStoreApi, type ReactFlowState } from "@xyflow/react";
import { useLayoutEffect, useRef } from "react";
import { whenColoursChange } from "../ui/index.ts";
import { shiftOf } from "./dot-shift.ts";
import { DOTS } from "./geometry.ts";

const RADIUS = 0.8;

type Seen = Pick<ReactFlowState, "transform" | "width" | "height">;

/**
 * The board's dots: painted when the zoom changes, and moved as one picture while the board is panned. As a pattern, which is what
 * React Flow's own background is, they were drawn anew for each frame and cost more than all the cards (decision 019).
 */
export function Dots() {
  const ref = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    let painted = "";
    const show = () => {
      const { transform, width, height } = store.getState();
      const wanted = [transform[2], width, height, devicePixelRatio].join();
      if (wanted !== painted) draw(canvas, { transform, width, height });
      painted = wanted;
      place(canvas, transform);
    };
    const repaint = () => {
      painted = "";
      show();
    };
    show();
    const stops = [store.subscribe(show), whenColoursChange(repaint)];
    return () => stops.forEach((stop) => stop());
  }, [store]);
  return <canvas ref={ref} aria-hidden className="board-dots" />;
}

function place({ style }: HTMLCanvasElement, [x, y, zoom]: Seen["transform"]): void {
  style.transform = `translate(${shiftOf(x, zoom, devicePixelRatio)}px, ${shiftOf(y, zoom, devicePixelRatio)}px)`;
}

/** One gap wider and higher than the pane, for wherever it is moved to. */
function draw(canvas: HTMLCanvasElement, { transform: [, , zoom], width, height }: Seen): void {
  const [gap, radius, ratio] = [DOTS * zoom, RADIUS * zoom, devicePixelRatio];
  canvas.width = Math.ceil((width + gap) * ratio);
  canvas.height = Math.ceil((height + gap) * ratio);
  canvas.style.width = `${canvas.width / ratio}px`;
  canvas.style.height = `${canvas.height / ratio}px`;
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.scale(ratio, ratio);
  brush.fillStyle = getComputedStyle(canvas).color;
  // Where a dot is hardly two pixels wide nobody sees that it is a square of the same area, and that takes a third of the time.
  const [round, side] = [radius * ratio > 1, radius * Math.sqrt(Math.PI)];
  brush.beginPath();
  for (let x = 0; x < width + gap; x += gap) {
    for (let y = 0; y < height + gap; y += gap) {
      if (!round) brush.fillRect(x - side / 2, y - side / 2, side, side);
      else {
        brush.moveTo(x + radius, y);
        brush.arc(x, y, radius, 0, 2 * Math.PI);
      }
    }
  }
  brush.fill();
}

import { useEffect, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import { usePhone } from "./phone-store.ts";

interface Point {
  x: number;
  y: number;
}

const MARGIN = 8;
const KEY_STEP = 24;

/** Keeps a box of `size` within a window of `view`, `MARGIN` px from its edges. */
export function keepInside(point: Point, size: { width: number; height: number }, view: { width: number; height: number }): Point {
  const clamp = (value: number, most: number) => Math.max(MARGIN, Math.min(value, Math.max(MARGIN, most - MARGIN)));
  return { x: clamp(point.x, view.width - size.width), y: clamp(point.y, view.height - size.height) };
}

const view = () => ({ width: window.innerWidth, height: window.innerHeight });

/** Dragging by the grip, or the arrow keys on it; the window shrinking pushes the handset back in. */
export function useDrag(frame: RefObject<HTMLElement | null>) {
  const position = usePhone((state) => state.position);
  const moveTo = (point: Point) => {
    const box = frame.current?.getBoundingClientRect();
    if (box) usePhone.setState({ position: keepInside(point, box, view()) });
  };
  useEffect(() => {
    const onResize = () => {
      const { position: now } = usePhone.getState();
      const box = frame.current?.getBoundingClientRect();
      if (now && box) usePhone.setState({ position: keepInside(now, box, view()) });
    };
    window.addEventListener("resize", onResize);
    return () => window.removeEventListener("resize", onResize);
  }, [frame]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || event.button !== 0) return;
    const [dx, dy] = [event.clientX - box.left, event.clientY - box.top];
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent) => moveTo({ x: move.clientX - dx, y: move.clientY - dy });
    const onEnd = () => {
      target.removeEventListener("pointermove", onMove);
      target.removeEventListener("lostpointercapture", onEnd);
    };
    target.addEventListener("pointermove", onMove);
    target.addEventListener("lostpointercapture", onEnd);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: [-KEY_STEP, 0], ArrowRight: [KEY_STEP, 0], ArrowUp: [0, -KEY_STEP], ArrowDown: [0, KEY_STEP] }[event.key];
    const box = frame.current?.getBoundingClientRect();
    if (!step || !box) return;
    event.preventDefault();
    moveTo({ x: box.left + (step[0] ?? 0), y: box.top + (step[1] ?? 0) });
  };
  return { position, grip: { onPointerDown, onKeyDown } };
}

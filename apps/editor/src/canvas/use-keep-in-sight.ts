import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
import { useDocumentState, useEditor } from "../document/index.ts";
import { boxOf } from "./board-edits.ts";

/** Left free around the card. */
const MARGIN = 32;

/**
 * A single selected card stays in sight when the inspector opens over part of the board.
 * The board moves after the pointer is up, never under a drag.
 */
export function useKeepInSight(frame: RefObject<HTMLElement | null>): void {
  const { store } = useEditor();
  const flow = useReactFlow();
  const only = useDocumentState((state) => (state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined));

  useEffect(() => {
    if (only === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const { document } = store.getState();
      const node = document.nodes.find((candidate) => candidate.id === only);
      const view = frame.current?.getBoundingClientRect();
      if (!node || !view) return;
      const { x, y, zoom } = flow.getViewport();
      const box = boxOf(document, node);
      const dx = correction(box.x * zoom + x, box.width * zoom, view.width);
      const dy = correction(box.y * zoom + y, Math.min(box.height, 200) * zoom, view.height);
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 180 });
    };
    const soon = () => {
      timer = setTimeout(look, 30);
    };
    if (pressed()) addEventListener("pointerup", soon, { once: true });
    else soon();
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerup", soon);
    };
  }, [only, store, flow, frame]);
}

/** How far to move so that `start … start + size` lies within `0 … room`. */
function correction(start: number, size: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  const over = start + size + MARGIN - room;
  return over > 0 ? -Math.min(over, start - MARGIN) : 0;
}

let down = false;
addEventListener("pointerdown", () => (down = true), true);
addEventListener("pointerup", () => (down = false), true);
addEventListener("pointercancel", () => (down = false), true);
const pressed = (): boolean => down;

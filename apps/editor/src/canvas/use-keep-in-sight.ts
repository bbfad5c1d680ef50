import { useReactFlow } from "@xyflow/react";
import { useEffect, useRef, type RefObject } from "react";
import { useDocumentState, useEditor } from "../document/index.ts";
import { boxOf } from "./board-edits.ts";
import { bringInSight } from "./in-sight.ts";

/**
 * A single selected card stays in sight when the inspector opens over part of the board.
 * The board moves after the pointer is up, never under a drag.
 */
export function useKeepInSight(frame: RefObject<HTMLElement | null>): void {
  const { store } = useEditor();
  const flow = useReactFlow();
  const only = useDocumentState((state) => (state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined));

  const pressed = useRef(false);
  useEffect(() => {
    const down = () => (pressed.current = true);
    const up = () => (pressed.current = false);
    addEventListener("pointerdown", down, true);
    addEventListener("pointerup", up, true);
    addEventListener("pointercancel", up, true);
    return () => {
      removeEventListener("pointerdown", down, true);
      removeEventListener("pointerup", up, true);
      removeEventListener("pointercancel", up, true);
    };
  }, []);

  useEffect(() => {
    if (only === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const { document } = store.getState();
      const node = document.nodes.find((candidate) => candidate.id === only);
      const view = frame.current?.getBoundingClientRect();
      if (!node || !view) return;
      bringInSight(flow, boxOf(document, node), view);
    };
    const soon = () => {
      timer = setTimeout(look, 30);
    };
    if (pressed.current) addEventListener("pointerup", soon, { once: true });
    else soon();
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerup", soon);
    };
  }, [only, store, flow, frame]);
}

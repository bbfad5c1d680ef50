import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";
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
    if (pressed()) addEventListener("pointerup", soon, { once: true });
    else soon();
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerup", soon);
    };
  }, [only, store, flow, frame]);
}

let down = false;
addEventListener("pointerdown", () => (down = true), true);
addEventListener("pointerup", () => (down = false), true);
addEventListener("pointercancel", () => (down = false), true);
const pressed = (): boolean => down;

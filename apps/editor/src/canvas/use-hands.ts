import { useReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { useCallback } from "react";
import { useEditor, type Point } from "../document/index.ts";
import type { Hands } from "./board-command.ts";
import { useBoardStore } from "./board-store.ts";

/** What commands work on, asked for when one is given: what is new goes into the middle of what is in sight. */
export function useHands(): () => Hands {
  const editor = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  return useCallback(() => ({ editor, board, flow, place: middleOf(flow) }), [editor, board, flow]);
}

function middleOf(flow: ReactFlowInstance): Point {
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  return flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 800) / 2, y: (box?.top ?? 0) + (box?.height ?? 600) / 2 });
}

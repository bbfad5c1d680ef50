import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { addComponent, keepRecent, nextPlug } from "../../canvas/index.ts";
import { useEditor } from "../../document/index.ts";

/** Adds a component where it belongs next; where that can't be told, in the middle of what is in sight. */
export function useAddAfterSelection(): (type: string) => void {
  const editor = useEditor();
  const flow = useReactFlow();
  return useCallback(
    (type) => {
      keepRecent(type);
      const { document, selection } = editor.store.getState();
      const from = nextPlug(document, selection.nodes, type);
      if (from) {
        addComponent(editor, type, { from });
        return;
      }
      const board = globalThis.document.querySelector(".react-flow")?.getBoundingClientRect();
      const middle = flow.screenToFlowPosition({
        x: (board?.left ?? 0) + (board?.width ?? 800) / 2,
        y: (board?.top ?? 0) + (board?.height ?? 600) / 2,
      });
      addComponent(editor, type, { near: { x: middle.x - 120, y: middle.y - 60 } });
    },
    [editor, flow],
  );
}

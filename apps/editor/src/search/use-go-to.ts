import type { FlowDocument, FlowNode, Hit } from "@cordboard/flow";
import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { useEditor } from "../document/index.ts";
import { NAME_FIELD, reveal, useJump, useLayoutStore } from "../panels/index.ts";

/** Leads to a place where something was found, and marks the field. The cursor stays. */
export function useGoTo(): (hit: Hit) => void {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const flow = useReactFlow();
  const jump = useJump();
  return useCallback(
    ({ nodeId, noteId, field }) => {
      if (nodeId !== null) return jump(nodeId, field ?? NAME_FIELD, true);
      const note = store.getState().document.notes.find(({ id }) => id === noteId);
      if (!note) return reveal(layout, null, field, true);
      store.select({ notes: new Set([note.id]) });
      void flow.setCenter(note.x + note.width / 2, note.y + note.height / 2, { zoom: Math.max(0.7, flow.getZoom()), duration: 180 });
    },
    [store, layout, flow, jump],
  );
}

export function nodeOf({ nodes }: FlowDocument, { nodeId }: Hit): FlowNode | undefined {
  return nodes.find(({ id }) => id === nodeId);
}

import type { Issue } from "@cordboard/contract";
import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { boxOf } from "../canvas/index.ts";
import { cordKey, useEditor } from "../document/index.ts";
import { reveal, useLayoutStore } from "./layout-store.ts";

/** Resolves once the step is in view. */
function useWayTo(): (nodeId: string, field: string | null, quiet: boolean) => Promise<void> {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const flow = useReactFlow();
  return useCallback(
    async (nodeId, field, quiet) => {
      const { document } = store.getState();
      const node = document.nodes.find((candidate) => candidate.id === nodeId);
      if (!node) return;
      store.select({ nodes: new Set([nodeId]) });
      reveal(layout, nodeId, field, quiet);
      const box = boxOf(document, node);
      await flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(0.7, flow.getZoom()), duration: 180 });
    },
    [store, layout, flow],
  );
}

/** Leads to a step: selects it, brings it into view and, if asked, puts the cursor into a field; `quiet`: only marks that. */
export function useJump(): (nodeId: string, field?: string | null, quiet?: boolean) => void {
  const go = useWayTo();
  return useCallback((nodeId, field = null, quiet = false) => void go(nodeId, field, quiet), [go]);
}

/** Where somebody is at work. */
const BUSY = "input, textarea, [contenteditable=true], [role=dialog], [role=menu]";

/** Leads to a step's card, so that keys are for it; unless somebody works elsewhere by the time that it came into view. */
export function useJumpToCard(): (nodeId: string) => void {
  const go = useWayTo();
  return useCallback(
    (nodeId) => {
      void go(nodeId, null, false).then(() => {
        if (document.activeElement?.closest(BUSY)) return;
        document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`)?.focus({ preventScroll: true });
      });
    },
    [go],
  );
}

/** Where an issue is: a field of a step, a cord of it, or the flow's own settings. */
export function useJumpToIssue(): (issue: Issue) => void {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const jump = useJump();
  return useCallback(
    ({ nodeId, field, exit }) => {
      if (nodeId === undefined) {
        reveal(layout, null, field ?? null);
        return;
      }
      jump(nodeId, field ?? null);
      if (field !== undefined || exit === undefined) return;
      const wired = store.getState().document.edges.some((edge) => edge.from === nodeId && edge.exit === exit);
      if (wired) store.select({ nodes: new Set([nodeId]), cords: new Set([cordKey(nodeId, exit)]) });
      else layout.setState({ tab: "exits", reveal: { nodeId, field: `exit.${exit}`, seq: layout.getState().reveal.seq + 1 } });
    },
    [store, layout, jump],
  );
}

import { MiniMap, useStore } from "@xyflow/react";
import type { BoardNode } from "./board-types.ts";
import { miniMapShown, useBoardState } from "./board-store.ts";
import { tintOf } from "./tint.ts";

const colour = (node: BoardNode): string => (node.type === "card" ? tintOf(node.data.view.manifest?.group ?? null) : "var(--brass-soft)");

/** The whole flow in a corner; drag or scroll in it to get about. */
export function MiniBoard() {
  const chosen = useBoardState((state) => state.miniMap);
  const cards = useStore((state) => state.nodes.length);
  if (!miniMapShown(chosen, cards)) return null;
  return (
    <MiniMap<BoardNode>
      position="bottom-right"
      className="floating !mx-3 !mt-3 !mb-6 overflow-hidden"
      style={{ width: 168, height: 108 }}
      nodeColor={colour}
      nodeBorderRadius={20}
      bgColor="var(--surface)"
      maskColor="color-mix(in oklch, var(--board) 72%, transparent)"
      pannable
      zoomable
      ariaLabel="Map of the flow"
    />
  );
}

import { MiniMap } from "@xyflow/react";
import type { BoardNode } from "./board-types.ts";
import { useBoardState } from "./board-store.ts";
import { tintOf } from "./tint.ts";

const colour = (node: BoardNode): string => (node.type === "card" ? tintOf(node.data.view.manifest?.group ?? null) : "var(--brass-soft)");

/** The whole flow in a corner; drag or scroll in it to get about. */
export function MiniBoard() {
  const shown = useBoardState((state) => state.miniMap);
  if (!shown) return null;
  return (
    <MiniMap<BoardNode>
      position="bottom-right"
      className="floating !m-3 overflow-hidden"
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

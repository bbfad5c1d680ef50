import type { FlowDocument } from "@cordboard/flow";
import type { UseQueryResult } from "@tanstack/react-query";
import { inChunk } from "../../app/in-chunk.tsx";
import { Loaded } from "../../app/loaded.tsx";
import type { RunOverlay } from "../../canvas/overlay.ts";

const BoardView = inChunk(
  "Board",
  () => import("../../canvas/index.ts"),
  ({ BoardView }) => BoardView,
);

interface RunBoardProps {
  document: UseQueryResult<FlowDocument>;
  overlay: RunOverlay;
  selectedNodeId: string | null;
  onSelectNode: (nodeId: string | null) => void;
}

/** The text the run is pinned to, with its steps lit. */
export function RunBoard({ document, overlay, selectedNodeId, onSelectNode }: RunBoardProps) {
  return (
    <Loaded query={document}>
      {(data) => <BoardView document={data} overlay={overlay} selectedNodeId={selectedNodeId} onSelectNode={onSelectNode} />}
    </Loaded>
  );
}

import type { FlowDocument } from "@cordboard/flow";
import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Loaded } from "../../app/loaded.tsx";
import type { RunOverlay } from "../../canvas/overlay.ts";
import { Loading } from "../../ui/index.ts";

const BoardView = lazy(() => import("../../canvas/index.ts").then((module) => ({ default: module.BoardView })));

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
      {(data) => (
        <Suspense fallback={<Loading />}>
          <BoardView document={data} overlay={overlay} selectedNodeId={selectedNodeId} onSelectNode={onSelectNode} />
        </Suspense>
      )}
    </Loaded>
  );
}

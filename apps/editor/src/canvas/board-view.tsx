import { ReactFlowProvider, type NodeChange } from "@xyflow/react";
import type { FlowDocument } from "@cordboard/flow";
import { useCallback, useMemo, useRef, useState } from "react";
import { NOTHING, viewOf } from "../document/index.ts";
import { READ_ONLY } from "./board-context.ts";
import { BoardStoreContext, createBoardStore } from "./board-store.ts";
import type { BoardNode } from "./board-types.ts";
import { MiniBoard } from "./mini-board.tsx";
import { withinDocument, type RunOverlay } from "./overlay.ts";
import { Surface } from "./surface.tsx";
import { useAround } from "./use-around.ts";
import { useCordsAbout } from "./use-cords-about.ts";
import { useDerived } from "./use-derived.ts";
import { useFollowRun } from "./use-follow-run.ts";
import { withClasses } from "./with-classes.ts";
import { ZoomBar } from "./zoom-bar.tsx";

export interface BoardViewProps {
  document: FlowDocument;
  overlay: RunOverlay | null;
  /** Classes for single cards (by node) and cords (by `cordKey`), such as what changed between two versions. */
  classes?: { nodes: ReadonlyMap<string, string>; cords: ReadonlyMap<string, string> };
  /** Cards to be seen first; those a run visited when left out. */
  showFirst?: readonly string[];
  selectedNodeId?: string | null;
  onSelectNode?: (nodeId: string | null) => void;
}

const NO_ISSUES: ReadonlyMap<string, never[]> = new Map();
const NONE: ReadonlySet<string> = new Set();

/** A flow to look at: a run's version with its steps lit. Fills its parent. */
export function BoardView(props: BoardViewProps) {
  const [store] = useState(createBoardStore);
  return (
    <BoardStoreContext value={store}>
      <ReactFlowProvider>
        <View {...props} />
      </ReactFlowProvider>
    </BoardStoreContext>
  );
}

function View({ document, overlay, classes, showFirst, selectedNodeId, onSelectNode }: BoardViewProps) {
  const selection = useMemo(() => (selectedNodeId ? { ...NOTHING, nodes: new Set([selectedNodeId]) } : NOTHING), [selectedNodeId]);
  const within = useMemo(() => overlay && withinDocument(overlay, document), [overlay, document]);
  const derived = useDerived({ document, selection, issues: NO_ISSUES, expanded: NONE, overlay: within, viewOf });
  useAround(derived.nodes);
  const nodes = useMemo(() => withClasses(derived.nodes, classes?.nodes), [derived.nodes, classes]);
  const edges = useMemo(() => withClasses(derived.edges, classes?.cords), [derived.edges, classes]);
  const cords = useCordsAbout(edges, derived.nodeById);
  const frame = useRef<HTMLDivElement>(null);
  const onMoveStart = useFollowRun(frame, document, within, true);
  const onNodesChange = useCallback(
    (changes: NodeChange<BoardNode>[]) => {
      const chosen = changes.find((change) => change.type === "select" && change.selected);
      if (chosen?.type === "select") onSelectNode?.(chosen.id);
    },
    [onSelectNode],
  );
  return (
    <div ref={frame} className={overlay ? "board-run relative h-full w-full" : "relative h-full w-full"}>
      <Surface
        label="Flow"
        showFirst={showFirst ?? [...(within?.steps.keys() ?? [])]}
        actions={READ_ONLY}
        nodes={nodes}
        edges={cords}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesReconnectable={false}
        edgesFocusable={false}
        onNodesChange={onNodesChange}
        onPaneClick={() => onSelectNode?.(null)}
        onMoveStart={onMoveStart}
      >
        <ZoomBar />
        <MiniBoard />
      </Surface>
    </div>
  );
}

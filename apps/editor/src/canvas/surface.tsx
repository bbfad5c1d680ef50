import {
  Background,
  BackgroundVariant,
  ReactFlow,
  useStore,
  type EdgeTypes,
  type NodeTypes,
  type ReactFlowInstance,
  type ReactFlowProps,
} from "@xyflow/react";
import type { ReactNode } from "react";
import { BoardContext, sightAt, SightContext, type BoardActions } from "./board-context.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import { Card } from "./card.tsx";
import { Cord } from "./cord.tsx";
import { CordLine } from "./cord-line.tsx";
import { CARD, DOTS, GRID } from "./geometry.ts";
import { NoteCard } from "./note-card.tsx";

const NODE_TYPES: NodeTypes = { card: Card, note: NoteCard };
const EDGE_TYPES: EdgeTypes = { cord: Cord };
const SNAP: [number, number] = [GRID, GRID];
const FIT = { padding: 0.15, maxZoom: 1, minZoom: 0.25 };
const ZOOM = { min: 0.05, max: 2 };
const LABELS = {
  "node.a11yDescription.default": "Press Enter or Space to open the step. Arrow keys move it, Delete removes it.",
  "node.a11yDescription.keyboardDisabled": "Press Enter or Space to open the step.",
  "edge.a11yDescription.default": "Press Enter or Space to select the cord, Delete to unplug it.",
  "handle.ariaLabel": "Jack",
};

/** Of a run the cards it visited, else the whole flow; one that has only begun lies at the left, with room for what comes. */
function firstLook(flow: ReactFlowInstance<BoardNode, CordEdge>, nodes: BoardNode[], showFirst: readonly string[] = []): void {
  const [first] = nodes;
  if (showFirst.length > 0) void flow.fitView({ ...FIT, minZoom: 0.5, nodes: showFirst.map((id) => ({ id })) });
  else if (nodes.length > 1 || !first) void flow.fitView(FIT);
  else void flow.setViewport({ x: 96 - first.position.x, y: 160 - first.position.y, zoom: 1 });
}

export interface SurfaceProps extends Omit<ReactFlowProps<BoardNode, CordEdge>, "nodes" | "edges"> {
  nodes: BoardNode[];
  edges: CordEdge[];
  actions: BoardActions;
  label: string;
  /** Cards to be seen first. */
  showFirst?: readonly string[];
  children?: ReactNode;
}

/** React Flow with everything that an editable and a read-only board share. */
export function Surface({ actions, label, showFirst, children, ...props }: SurfaceProps) {
  const sight = useStore((state) => sightAt(state.transform[2]));
  return (
    <BoardContext value={actions}>
      <SightContext value={sight}>
        <ReactFlow<BoardNode, CordEdge>
          aria-label={label}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          connectionLineComponent={CordLine}
          connectionRadius={CARD.jackHit}
          connectionDragThreshold={3}
          connectOnClick={false}
          nodeDragThreshold={2}
          snapToGrid
          snapGrid={SNAP}
          minZoom={ZOOM.min}
          maxZoom={ZOOM.max}
          panOnScroll
          panOnScrollSpeed={1}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          deleteKeyCode={null}
          attributionPosition="bottom-left"
          onInit={(flow) => firstLook(flow, props.nodes, showFirst)}
          ariaLabelConfig={LABELS}
          {...props}
        >
          {sight === "near" && <Background variant={BackgroundVariant.Dots} gap={DOTS} size={1.6} color="var(--board-dot)" />}
          {children}
        </ReactFlow>
      </SightContext>
    </BoardContext>
  );
}

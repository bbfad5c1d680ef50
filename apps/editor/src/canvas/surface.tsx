import { ReactFlow, useStore, useStoreApi, type EdgeTypes, type NodeTypes, type ReactFlowProps } from "@xyflow/react";
import type { ReactNode } from "react";
import { BoardContext, sightAt, SightContext, type BoardActions } from "./board-context.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import { Card } from "./card.tsx";
import { Cord } from "./cord.tsx";
import { CordLine } from "./cord-line.tsx";
import { Dots } from "./dots.tsx";
import { firstLook } from "./first-look.ts";
import { CARD, GRID } from "./geometry.ts";
import { NoteCard } from "./note-card.tsx";

const NODE_TYPES: NodeTypes = { card: Card, note: NoteCard };
const EDGE_TYPES: EdgeTypes = { cord: Cord };
const SNAP: [number, number] = [GRID, GRID];
const ZOOM = { min: 0.05, max: 2 };
const LABELS = {
  "node.a11yDescription.default": "Press Enter or Space to open the step. Arrow keys move it, Delete removes it.",
  "node.a11yDescription.keyboardDisabled": "Press Enter or Space to open the step.",
  "edge.a11yDescription.default": "Press Enter or Space to select the cord, Delete to unplug it.",
  "handle.ariaLabel": "Jack",
};

export interface SurfaceProps extends Omit<ReactFlowProps<BoardNode, CordEdge>, "nodes" | "edges"> {
  nodes: BoardNode[];
  edges: CordEdge[];
  actions: BoardActions;
  label: string;
  /** Cards to be seen first. */
  showFirst?: readonly string[];
  /** The first look never shows less than can be read: of a flow too large for that, its beginning. */
  legible?: boolean;
  children?: ReactNode;
}

/** React Flow with everything that an editable and a read-only board share. */
export function Surface({ actions, label, showFirst, legible = false, children, ...props }: SurfaceProps) {
  const store = useStoreApi();
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
          onInit={(flow) => firstLook(flow, props.nodes, { ...store.getState(), legible, ...(showFirst && { showFirst }) })}
          ariaLabelConfig={LABELS}
          {...props}
        >
          {sight === "near" && <Dots />}
          {children}
        </ReactFlow>
      </SightContext>
    </BoardContext>
  );
}

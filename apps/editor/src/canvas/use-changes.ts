import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { sameSet, type Editor } from "../document/index.ts";
import type { BoardStore } from "./board-store.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import { split, withGroups, type Positions } from "./gesture.ts";
import type { Rect } from "./mini-fit.ts";
import { useDrag } from "./use-drag.ts";
import { useSettled } from "./use-settled.ts";

type Change = NodeChange<BoardNode> | EdgeChange<CordEdge>;

/** React Flow's changes as commands and as a selection; cards on their way are shown where they are now. */
export function useChanges(editor: Editor, board: BoardStore, nodes: BoardNode[]) {
  const { onMoves, onNodeDrag, dragged, byHand } = useDrag(editor, board);
  const settling = useSettled(nodes, byHand);

  /** What is being made larger or smaller, as large as the hand has drawn it. */
  const [drawn, setDrawn] = useState<{ id: string; box: Partial<Rect> } | null>(null);

  const onNodesChange = useCallback(
    (changes: NodeChange<BoardNode>[]) => {
      const sized = changes.find((change) => change.type === "dimensions" && change.resizing !== undefined);
      if (sized?.type === "dimensions") setDrawn((before) => (sized.resizing ? drawnTo(sized.id, changes, before?.box) : null));
      else onMoves(changes);
      selectNodes(editor, changes);
    },
    [editor, onMoves],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CordEdge>[]) => {
      const { selection } = editor.store.getState();
      const cords = selectedAfter(changes, selection.cords);
      if (cords && !sameSet(cords, selection.cords)) editor.store.select({ ...selection, cords });
    },
    [editor],
  );

  const where = dragged ?? settling;
  const placed = useMemo(() => (where ? nodes.map((node) => withPosition(node, where)) : nodes), [nodes, where]);
  const shown = useMemo(
    () => (drawn ? placed.map((node) => (node.id === drawn.id ? withBox(node, drawn.box) : node)) : placed),
    [placed, drawn],
  );
  return { nodes: shown, onNodesChange, onEdgesChange, onNodeDrag };
}

function withPosition(node: BoardNode, where: Positions): BoardNode {
  const position = where.get(node.id);
  return position ? { ...node, position } : node;
}

function withBox(node: BoardNode, { x, y, width, height }: Partial<Rect>): BoardNode {
  const position = { x: x ?? node.position.x, y: y ?? node.position.y };
  const size = { width: width ?? node.width ?? 0, height: height ?? node.height ?? 0 };
  return { ...node, position, ...size, measured: size };
}

/** Its box after these changes; what they don't say stays as it was drawn. */
function drawnTo(id: string, changes: readonly NodeChange<BoardNode>[], before: Partial<Rect> = {}): { id: string; box: Partial<Rect> } {
  let box = before;
  for (const change of changes) {
    if (change.type === "position" && change.id === id && change.position) box = { ...box, ...change.position };
    if (change.type === "dimensions" && change.id === id && change.dimensions) box = { ...box, ...change.dimensions };
  }
  return { id, box };
}

/** Who selects one of a group selects all of it. */
function selectNodes({ store }: Editor, changes: readonly NodeChange<BoardNode>[]): void {
  const { selection, document } = store.getState();
  const chosen = selectedAfter(changes, new Set([...selection.nodes, ...selection.notes]));
  if (!chosen) return;
  const added = new Set(changes.flatMap((change) => (change.type === "select" && change.selected ? [change.id] : [])));
  const all = new Set([...chosen, ...withGroups(document, added)]);
  const { nodes, notes } = split(document, all);
  if (!sameSet(nodes, selection.nodes) || !sameSet(notes, selection.notes)) store.select({ ...selection, nodes, notes });
}

/** Null when no change is about what is selected. */
function selectedAfter(changes: readonly Change[], before: ReadonlySet<string>): Set<string> | null {
  const chosen = new Set(before);
  let touched = false;
  for (const change of changes) {
    if (change.type !== "select") continue;
    touched = true;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  return touched ? chosen : null;
}

import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Point } from "../document/command.ts";
import type { Editor } from "../document/index.ts";
import { sameSet } from "../document/selection.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";

type Positions = ReadonlyMap<string, Point>;

/**
 * React Flow's changes as commands. While cards are dragged only their positions on the board change;
 * the document hears of it once, at the end, as one step back.
 */
export function useChanges({ store }: Editor, nodes: BoardNode[]) {
  const [dragged, setDragged] = useState<Positions | null>(null);
  const latest = useRef<Positions | null>(null);

  const onNodesChange = useCallback(
    (changes: NodeChange<BoardNode>[]) => {
      const moved = new Map<string, Point>();
      let dropped = false;
      for (const change of changes) {
        if (change.type !== "position" || !change.position) continue;
        moved.set(change.id, change.position);
        if (!change.dragging) dropped = true;
      }
      // Arrow keys move without a drag; a held key is one step back.
      const byKey = latest.current === null && dropped;
      if (moved.size > 0) {
        latest.current = new Map([...(latest.current ?? []), ...moved]);
        setDragged(latest.current);
      }
      if (dropped && latest.current) {
        moveTo(store, latest.current, byKey);
        latest.current = null;
        setDragged(null);
      }
      const { selection, document } = store.getState();
      const chosen = selectedAfter(changes, new Set([...selection.nodes, ...selection.notes]));
      if (!chosen) return;
      const notes = new Set(document.notes.map((note) => note.id));
      const next = {
        nodes: new Set([...chosen].filter((id) => !notes.has(id))),
        notes: new Set([...chosen].filter((id) => notes.has(id))),
      };
      if (!sameSet(next.nodes, selection.nodes) || !sameSet(next.notes, selection.notes)) store.select({ ...selection, ...next });
    },
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CordEdge>[]) => {
      const { selection } = store.getState();
      const cords = selectedAfter(changes, new Set(selection.cords));
      if (cords && !sameSet(cords, selection.cords)) store.select({ ...selection, cords });
    },
    [store],
  );

  const shown = useMemo(() => (dragged ? nodes.map((node) => withPosition(node, dragged.get(node.id))) : nodes), [nodes, dragged]);
  return { nodes: shown, onNodesChange, onEdgesChange };
}

function withPosition(node: BoardNode, position: Point | undefined): BoardNode {
  return position ? { ...node, position } : node;
}

function selectedAfter(changes: readonly (NodeChange<BoardNode> | EdgeChange<CordEdge>)[], chosen: Set<string>): Set<string> | null {
  let touched = false;
  for (const change of changes) {
    if (change.type !== "select") continue;
    touched = true;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  return touched ? chosen : null;
}

function moveTo(store: Editor["store"], positions: Positions, byKey: boolean): void {
  const { document } = store.getState();
  const noteMoves = document.notes.flatMap((note) => {
    const at = positions.get(note.id);
    return at ? [{ type: "setNote" as const, noteId: note.id, patch: at }] : [];
  });
  const cards = [...positions].filter(([id, at]) => {
    const was = document.layout[id];
    return !was || was.x !== at.x || was.y !== at.y;
  });
  store.dispatch([{ type: "moveNodes", to: Object.fromEntries(cards) }, ...noteMoves], byKey ? { key: "arrows" } : {});
}

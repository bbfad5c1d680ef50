import { useReactFlow, type NodeChange, type OnNodeDrag, type ReactFlowInstance } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import type { FlowDocument } from "@cordboard/flow";
import { copyText, isEntry, viewOf, type Editor, type Point } from "../document/index.ts";
import { moveCommands } from "./arrange-edits.ts";
import { mainExit, pasteText, plugCommands } from "./board-edits.ts";
import { EMPTY_HAND, type BoardStore } from "./board-store.ts";
import type { BoardNode } from "./board-types.ts";
import { cordAt } from "./cord-at.ts";
import { cardRect } from "./frames.ts";
import { beginGesture, carriedWith, follow, type Gesture, type Positions } from "./gesture.ts";
import { CARD } from "./geometry.ts";
import type { Rect } from "./mini-fit.ts";
import { exitNear, holds, isLoose, type Plug } from "./near.ts";

/** What lies under the hand, from the press to letting go. */
interface Drag {
  gesture: Gesture;
  at: Positions;
  by: Point;
  /** Alt: a copy is left behind. */
  copies: boolean;
  /** Ctrl or Cmd: exactly there, level with nothing and plugged in nowhere. */
  free: boolean;
}

/**
 * Cards and notes under the hand. While they are dragged only their places on the board change; the document hears of it
 * once, at the end, as one step back.
 *
 *   press ──► gesture ──► moves: level, guides, what letting go would plug in ──► let go: move or copy, plug in ──► at rest
 *   arrow keys ──► move at once, a held key as one step back
 */
export function useDrag(editor: Editor, board: BoardStore) {
  const { store } = editor;
  const flow = useReactFlow();
  const [dragged, setDragged] = useState<Positions | null>(null);
  const drag = useRef<Drag | null>(null);
  /** What comes next is where the hand has put it. */
  const byHand = useRef(false);

  const onMoves = useCallback(
    (changes: readonly NodeChange<BoardNode>[]) => {
      const { moved, dragging } = movesOf(changes);
      if (moved.size === 0) return;
      const { document } = store.getState();
      if (dragging && !drag.current) {
        const gesture = beginGesture(document, [...moved.keys()], viewOf, sightOf(flow));
        if (gesture) drag.current = { gesture, at: gesture.start, by: { x: 0, y: 0 }, copies: false, free: false };
      }
      const held = drag.current;
      const to = held && moved.get(held.gesture.lead);
      if (held && to) {
        const { at, by, guides } = follow(held.gesture, to, { zoom: flow.getZoom(), free: held.free });
        Object.assign(held, { at, by });
        setDragged(at);
        if (guides.length > 0 || board.getState().guides.length > 0) board.setState({ guides });
      }
      if (dragging) return;
      byHand.current = true;
      if (held) letGo(editor, board, held);
      else store.dispatch(moveCommands(document, byKey(document, moved)), { key: "arrows" });
      drag.current = null;
      setDragged(null);
      board.setState(EMPTY_HAND);
    },
    [board, editor, flow, store],
  );

  const onNodeDrag = useCallback<OnNodeDrag<BoardNode>>(
    (event, node) => {
      const held = drag.current;
      if (!held) return;
      const { document } = store.getState();
      held.copies = event.altKey;
      held.free = event.ctrlKey || event.metaKey;
      const alone = held.gesture.start.size === 1 && !held.copies && !held.free;
      const plug = alone ? plugFor(document, node.id, held.at.get(node.id), event) : null;
      if (!samePlug(board.getState().plug, plug)) board.setState({ plug });
      if (held.copies !== board.getState().leaving.length > 0)
        board.setState({ leaving: held.copies ? rectsOf(document, held.gesture.start) : [] });
    },
    [board, store],
  );
  return { onMoves, onNodeDrag, dragged, byHand };
}

function movesOf(changes: readonly NodeChange<BoardNode>[]): { moved: Map<string, Point>; dragging: boolean } {
  const moved = new Map<string, Point>();
  let dragging = false;
  for (const change of changes) {
    if (change.type !== "position" || !change.position) continue;
    moved.set(change.id, change.position);
    if (change.dragging) dragging = true;
  }
  return { moved, dragging };
}

function letGo(editor: Editor, board: BoardStore, { gesture, at, by, copies }: Drag): void {
  const { store } = editor;
  const { document } = store.getState();
  const ids = new Set(gesture.start.keys());
  const text = copies ? copyText(document, { nodes: ids, notes: ids }, isEntry) : null;
  if (text !== null) {
    pasteText(editor, text, undefined, by);
    return;
  }
  const { plug } = board.getState();
  const plugged = plug ? plugCommands(document, gesture.lead, plug) : [];
  store.dispatch([...moveCommands(document, at), ...plugged]);
}

/** Arrow keys take along what belongs to what they move. */
function byKey(document: FlowDocument, moved: ReadonlyMap<string, Point>): Positions {
  const start = carriedWith(document, new Set(moved.keys()), viewOf);
  const [first] = moved;
  const from = first && start.get(first[0]);
  if (!first || !from) return moved;
  const by = { x: first[1].x - from.x, y: first[1].y - from.y };
  return new Map([...start].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]));
}

/** A card that no cord leads to is plugged in where it is dropped: into the cord below the pointer, or at a bare exit close by. */
function plugFor(
  document: FlowDocument,
  nodeId: string,
  at: Point | undefined,
  event: MouseEvent | TouchEvent | { clientX: number; clientY: number },
): Plug | null {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (!node || !at || !isLoose(document, node, viewOf) || !("clientX" in event)) return null;
  const key = cordAt(event);
  const onwards = mainExit(node);
  const bare = !document.edges.some((edge) => edge.from === nodeId && edge.exit === onwards);
  if (key !== null && onwards !== undefined && bare && !holds(document, key, nodeId)) return { kind: "cord", key };
  return exitNear(document, viewOf, { x: at.x, y: at.y + CARD.inputY }, nodeId);
}

function samePlug(a: Plug | null, b: Plug | null): boolean {
  if (a?.kind === "cord") return b?.kind === "cord" && a.key === b.key;
  return a === b;
}

function rectsOf(document: FlowDocument, places: Positions): Rect[] {
  const cards = document.nodes.filter(({ id }) => places.has(id)).map((node) => cardRect(document, node, viewOf));
  return [...cards, ...document.notes.filter(({ id }) => places.has(id))];
}

/** What of the flow is on screen. */
function sightOf(flow: ReactFlowInstance): Rect {
  const { x, y, zoom } = flow.getViewport();
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  return { x: -x / zoom, y: -y / zoom, width: (box?.width ?? 0) / zoom, height: (box?.height ?? 0) / zoom };
}

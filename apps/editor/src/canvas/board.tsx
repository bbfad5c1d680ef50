import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef, type MouseEvent } from "react";
import { NOTHING, useChecked, useDocumentState, useEditor, viewOf } from "../document/index.ts";
import { cx } from "../ui/index.ts";
import type { BoardActions } from "./board-context.ts";
import { connect } from "./board-edits.ts";
import { BoardMenu } from "./board-menu.tsx";
import { toggleExpanded, useBoardState, useBoardStore } from "./board-store.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import { Carried } from "./carried.tsx";
import { split, withGroups } from "./gesture.ts";
import { Hints } from "./hints.tsx";
import { MiniBoard } from "./mini-board.tsx";
import type { RunOverlay } from "./overlay.ts";
import { QuickAdd } from "./quick-add.tsx";
import { Surface } from "./surface.tsx";
import { useAround } from "./use-around.ts";
import { useChanges } from "./use-changes.ts";
import { useCordsAbout } from "./use-cords-about.ts";
import { useDerived } from "./use-derived.ts";
import { useFollowRun } from "./use-follow-run.ts";
import { useKeepInSight } from "./use-keep-in-sight.ts";
import { usePlugging } from "./use-plugging.ts";
import { useFoundMarks } from "./use-found-marks.ts";
import { ZoomBar } from "./zoom-bar.tsx";

export interface BoardProps {
  overlay: RunOverlay | null;
  /** Opens the name of a step for typing. */
  onRename: (nodeId: string) => void;
}

/** The board an author works at. Stands inside a ReactFlowProvider. */
export function Board({ overlay, onRename }: BoardProps) {
  const editor = useEditor();
  const board = useBoardStore();
  const document = useDocumentState((state) => state.document);
  const derived = useDerived({
    document,
    selection: useDocumentState((state) => state.selection),
    issues: useChecked((state) => state.byNode),
    expanded: useBoardState((state) => state.expanded),
    overlay,
    viewOf,
  });
  const { nodes, ...changes } = useChanges(editor, board, useFoundMarks(derived.nodes));
  const cords = useCordsAbout(derived.edges, derived.nodeById);
  useAround(derived.nodes);
  const plugging = usePlugging(editor, board);
  const frame = useRef<HTMLDivElement>(null);
  const readOnly = useDocumentState((state) => state.readOnly);
  const actions = useActions(!readOnly);
  const menus = useMenus();
  const oneCord = useDocumentState((state) => state.selection.cords.size === 1);
  useKeepInSight(frame);
  const onMoveStart = useFollowRun(frame, document, overlay, false);

  return (
    <div ref={frame} className={cx("relative h-full min-w-0 flex-1", oneCord && "board-one-cord")} data-testid="board">
      <Surface
        label="Board"
        legible
        actions={actions}
        nodes={nodes}
        edges={cords}
        {...changes}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        reconnectRadius={9}
        // Selecting opens the inspector over part of the board: not while a card is on its way.
        selectNodesOnDrag={false}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={MULTI}
        onMoveStart={onMoveStart}
        {...plugging}
        {...menus}
      >
        <ZoomBar />
        <Hints />
        <MiniBoard />
      </Surface>
      <Carried frame={frame} />
      <QuickAdd />
      <BoardMenu onRename={onRename} />
    </div>
  );
}
const MULTI = ["Meta", "Control", "Shift"];

function useActions(editable: boolean): BoardActions {
  const editor = useEditor();
  const board = useBoardStore();
  return useMemo<BoardActions>(() => {
    const { store } = editor;
    const selectOnly = (nodeId: string) => {
      if (!store.getState().selection.nodes.has(nodeId)) store.select({ nodes: new Set([nodeId]) });
    };
    return {
      editable,
      pressExit: (nodeId, exit, at) => {
        const open = board.getState().quickAdd;
        const again = open?.from?.nodeId === nodeId && open.from.exit === exit;
        board.setState({ quickAdd: again ? null : { at, from: { nodeId, exit } } });
      },
      pressInput: (nodeId) => {
        const from = board.getState().quickAdd?.from;
        board.setState({ quickAdd: null });
        if (from) connect(editor, from.nodeId, from.exit, nodeId);
        else store.select({ nodes: new Set([nodeId]) });
      },
      openMenu: (nodeId, at) => {
        selectOnly(nodeId);
        board.setState({ menu: { at, for: { kind: "node", id: nodeId } } });
      },
      toggleExits: (nodeId) => toggleExpanded(board, nodeId),
      insertOn: (cord, at) => board.setState({ quickAdd: { at, on: cord } }),
      setNoteText: (noteId, text) => store.dispatch({ type: "setNote", noteId, patch: { text } }, { key: `note ${noteId}` }),
      resizeNote: (noteId, patch) => store.dispatch({ type: "setNote", noteId, patch }),
      writeNote: (noteId) => board.setState({ writing: noteId }),
    };
  }, [editor, board, editable]);
}

/** Right-click on a card, on a cord, on the board. */
function useMenus() {
  const { store } = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  return useMemo(
    () => ({
      onNodeContextMenu: (event: MouseEvent, node: BoardNode) => {
        event.preventDefault();
        const { selection, document } = store.getState();
        const kind = node.type === "card" ? "node" : "note";
        if (!selection.nodes.has(node.id) && !selection.notes.has(node.id))
          store.select(split(document, withGroups(document, new Set([node.id]))));
        board.setState({ menu: { at: { x: event.clientX, y: event.clientY }, for: { kind, id: node.id } } });
      },
      /** Of several that are selected a plain press selects the one, with its group. */
      onNodeClick: (event: MouseEvent, node: BoardNode) => {
        const { selection, document } = store.getState();
        if (event.shiftKey || event.ctrlKey || event.metaKey || selection.nodes.size + selection.notes.size < 2) return;
        store.select(split(document, withGroups(document, new Set([node.id]))));
      },
      /** Into a group, to the one card; into a note, to its text. */
      onNodeDoubleClick: (_event: MouseEvent, node: BoardNode) => {
        if (node.type === "card") store.select({ nodes: new Set([node.id]) });
        else if (!store.getState().readOnly) board.setState({ writing: node.id });
      },
      onEdgeContextMenu: (event: MouseEvent, edge: CordEdge) => {
        event.preventDefault();
        store.select({ cords: new Set([edge.id]) });
        board.setState({ menu: { at: { x: event.clientX, y: event.clientY }, for: { kind: "cord", id: edge.id } } });
      },
      onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => {
        event.preventDefault();
        const at = { x: event.clientX, y: event.clientY };
        board.setState({ menu: { at, for: { kind: "board", place: flow.screenToFlowPosition(at) } } });
      },
      onPaneClick: () => {
        board.setState({ quickAdd: null });
        store.select(NOTHING);
      },
    }),
    [store, board, flow],
  );
}

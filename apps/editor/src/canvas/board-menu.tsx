import { Braces, ClipboardPaste, Copy, CopyPlus, ListPlus, Maximize, Pencil, Plus, StickyNote, Trash2, Unplug, Wand2 } from "lucide-react";
import { useReactFlow } from "@xyflow/react";
import { isEntry, NOTHING, useEditor, viewOf, type Editor } from "../document/index.ts";
import { PointMenu, toast, type MenuItem } from "../ui/index.ts";
import { addNote, copySelection, deleteSelection, duplicateSelection, pasteText } from "./board-edits.ts";
import { toggleExpanded, useBoardState, useBoardStore, type BoardMenu as Request, type BoardStore } from "./board-store.ts";
import { tidyCommand } from "./tidy.ts";

/** The one menu of the board: for a card, a cord, or the place where it was opened. */
export function BoardMenu({ onRename }: { onRename: (nodeId: string) => void }) {
  const editor = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  const request = useBoardState((state) => state.menu);
  if (!request) return null;
  const fit = () => void flow.fitView({ duration: 180, padding: 0.15, maxZoom: 1 });
  return (
    <PointMenu
      at={request.at}
      label="Board menu"
      items={itemsFor(request, editor, board, { onRename, fit })}
      onClose={() => board.setState({ menu: null })}
    />
  );
}

interface Helpers {
  onRename: (nodeId: string) => void;
  fit: () => void;
}

function itemsFor(request: Request, editor: Editor, board: BoardStore, helpers: Helpers): MenuItem[] {
  switch (request.for.kind) {
    case "node":
      return nodeItems(request.for.id, editor, board, helpers);
    case "cord":
      return cordItems(request.for.id, request.at, editor, board);
    case "board":
      return boardItems(request.for.place, request.at, editor, board, helpers);
  }
}

function nodeItems(id: string, editor: Editor, board: BoardStore, { onRename }: Helpers): MenuItem[] {
  const { document, selection } = editor.store.getState();
  const node = document.nodes.find((candidate) => candidate.id === id);
  if (!node) return [];
  const entry = isEntry(node);
  const several = selection.nodes.size > 1;
  const expanded = board.getState().expanded.has(id);
  const rare = viewOf(node).exits.some((exit) => exit.optional) || viewOf(node).exits.length > 8;
  return [
    ...(several ? [] : [{ label: "Rename", icon: <Pencil size={14} />, keys: ["F2"], onSelect: () => onRename(id) }]),
    { label: "Copy", icon: <Copy size={14} />, keys: ["mod", "C"], disabled: entry && !several, onSelect: () => copy(editor) },
    {
      label: "Duplicate",
      icon: <CopyPlus size={14} />,
      keys: ["mod", "D"],
      disabled: entry && !several,
      onSelect: () => duplicateSelection(editor),
    },
    ...(rare && !several
      ? [
          {
            label: expanded ? "Show fewer exits" : "Show every exit",
            icon: <ListPlus size={14} />,
            onSelect: () => toggleExpanded(board, id),
          },
        ]
      : []),
    { label: "Copy its settings as JSON", icon: <Braces size={14} />, onSelect: () => write(JSON.stringify(node.config, null, 2)) },
    { separator: true },
    {
      label: "Delete",
      icon: <Trash2 size={14} />,
      keys: ["delete"],
      danger: true,
      disabled: entry && !several,
      onSelect: () => deleteSelection(editor),
    },
  ];
}

function cordItems(id: string, at: Request["at"], editor: Editor, board: BoardStore): MenuItem[] {
  return [
    { label: "Insert a step", icon: <Plus size={14} />, onSelect: () => board.setState({ quickAdd: { at, on: id } }) },
    {
      label: "Unplug",
      icon: <Unplug size={14} />,
      keys: ["delete"],
      danger: true,
      onSelect: () => {
        editor.store.select({ cords: new Set([id]) });
        deleteSelection(editor);
      },
    },
  ];
}

function boardItems(place: { x: number; y: number }, at: Request["at"], editor: Editor, board: BoardStore, { fit }: Helpers): MenuItem[] {
  const { store } = editor;
  return [
    { label: "Add a step", icon: <Plus size={14} />, keys: ["A"], onSelect: () => board.setState({ quickAdd: { at, place } }) },
    { label: "Add a note", icon: <StickyNote size={14} />, keys: ["N"], onSelect: () => addNote(editor, place) },
    { label: "Paste", icon: <ClipboardPaste size={14} />, keys: ["mod", "V"], onSelect: () => void paste(editor, place) },
    { separator: true },
    {
      label: "Select everything",
      keys: ["mod", "A"],
      onSelect: () => store.select({ ...NOTHING, nodes: new Set(store.getState().document.nodes.map((node) => node.id)) }),
    },
    {
      label: "Tidy up",
      icon: <Wand2 size={14} />,
      keys: ["shift", "T"],
      onSelect: () => store.dispatch(tidyCommand(store.getState().document, viewOf)),
    },
    { label: "Show the whole flow", icon: <Maximize size={14} />, keys: ["1"], onSelect: fit },
  ];
}

function copy(editor: Editor): void {
  const text = copySelection(editor);
  if (text) write(text);
}

function write(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast("Copied"),
    () => toast.error("The browser didn’t allow copying. Use the keys instead."),
  );
}

async function paste(editor: Editor, place: { x: number; y: number }): Promise<void> {
  try {
    if (!pasteText(editor, await navigator.clipboard.readText(), place)) toast("There are no copied steps to paste.");
  } catch {
    toast.error("The browser didn’t allow reading the clipboard. Use the keys instead.");
  }
}

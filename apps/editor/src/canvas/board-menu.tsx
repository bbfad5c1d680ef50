import { AlignStartVertical, Braces, ClipboardPaste, Copy, ListPlus, Pencil, Plus, Unplug } from "lucide-react";
import { useReactFlow } from "@xyflow/react";
import { useEditor, viewOf } from "../document/index.ts";
import { keysFor } from "../keys/index.ts";
import { PointMenu, toast, type MenuItem } from "../ui/index.ts";
import type { BoardCommand, Hands } from "./board-command.ts";
import { BOARD_COMMANDS } from "./board-commands.tsx";
import { copySelection, deleteSelection, pasteText } from "./board-edits.ts";
import { toggleExpanded, useBoardState, useBoardStore, type BoardMenu as Request } from "./board-store.ts";

/** The one menu of the board: for a card, a note, a cord, or the place where it was opened. */
export function BoardMenu({ onRename }: { onRename: (nodeId: string) => void }) {
  const editor = useEditor();
  const board = useBoardStore();
  const flow = useReactFlow();
  const request = useBoardState((state) => state.menu);
  if (!request) return null;
  const place = flow.screenToFlowPosition(request.at);
  return (
    <PointMenu
      at={request.at}
      label="Board menu"
      items={itemsFor(request, { editor, board, flow, place }, onRename)}
      onClose={() => board.setState({ menu: null })}
    />
  );
}

function itemsFor(request: Request, hands: Hands, onRename: (nodeId: string) => void): MenuItem[] {
  switch (request.for.kind) {
    case "node":
      return nodeItems(request.for.id, hands, onRename);
    case "note":
      return [...noteItems(request.for.id, hands), ...selectionItems(hands)];
    case "cord":
      return cordItems(request.for.id, request.at, hands);
    case "board":
      return boardItems(request.at, hands);
  }
}

function itemOf(command: BoardCommand, hands: Hands): MenuItem {
  const { label, icon, danger } = command;
  const keys = keysFor(command);
  return { label, icon, ...(keys && { keys }), ...(danger && { danger }), onSelect: () => command.run(hands) };
}

/** The commands of a part that make sense now. */
function fitting(part: BoardCommand["part"], hands: Hands, ids: readonly string[] = []): MenuItem[] {
  const wanted = BOARD_COMMANDS.filter((command) => command.part === part && (ids.length === 0 || ids.includes(command.id)));
  return wanted.filter((command) => command.fits(hands)).map((command) => itemOf(command, hands));
}

/** What can be done with whatever is selected. */
function selectionItems(hands: Hands): MenuItem[] {
  const { nodes, notes } = hands.editor.store.getState().selection;
  const lines = nodes.size + notes.size > 1 ? fitting("line", hands) : [];
  return [
    { label: "Copy", icon: <Copy size={14} />, keys: ["mod", "C"], onSelect: () => copy(hands) },
    ...fitting("edit", hands, ["duplicate"]),
    { separator: true },
    ...(lines.length > 0 ? [{ label: "Arrange", icon: <AlignStartVertical size={14} />, items: lines }] : []),
    ...fitting("group", hands),
    { separator: true },
    ...fitting("edit", hands, ["delete"]),
  ];
}

function nodeItems(id: string, hands: Hands, onRename: (nodeId: string) => void): MenuItem[] {
  const { document, selection } = hands.editor.store.getState();
  const node = document.nodes.find((candidate) => candidate.id === id);
  if (!node) return [];
  if (selection.nodes.size + selection.notes.size > 1) return selectionItems(hands);
  const expanded = hands.board.getState().expanded.has(id);
  const rare = viewOf(node).exits.some((exit) => exit.optional) || viewOf(node).exits.length > 8;
  return [
    ...fitting("try", hands),
    { label: "Rename", icon: <Pencil size={14} />, keys: ["F2"], onSelect: () => onRename(id) },
    ...(rare
      ? [
          {
            label: expanded ? "Show fewer exits" : "Show every exit",
            icon: <ListPlus size={14} />,
            onSelect: () => toggleExpanded(hands.board, id),
          },
        ]
      : []),
    { label: "Copy its settings as JSON", icon: <Braces size={14} />, onSelect: () => write(JSON.stringify(node.config, null, 2)) },
    { separator: true },
    ...selectionItems(hands),
  ];
}

function noteItems(id: string, { editor, board }: Hands): MenuItem[] {
  const frame = editor.store.getState().document.notes.some((note) => note.id === id && note.frame);
  return [
    {
      label: frame ? "Change the title" : "Write",
      icon: <Pencil size={14} />,
      keys: ["F2"],
      onSelect: () => board.setState({ writing: id }),
    },
  ];
}

function cordItems(id: string, at: Request["at"], { editor, board }: Hands): MenuItem[] {
  return [
    {
      label: "Insert a step",
      icon: <Plus size={14} />,
      ...keysOfCommand("add"),
      onSelect: () => board.setState({ quickAdd: { at, on: id } }),
    },
    {
      label: "Unplug",
      icon: <Unplug size={14} />,
      ...keysOfCommand("delete"),
      danger: true,
      onSelect: () => {
        editor.store.select({ cords: new Set([id]) });
        deleteSelection(editor);
      },
    },
  ];
}

function boardItems(at: Request["at"], hands: Hands): MenuItem[] {
  const { board, place } = hands;
  return [
    {
      label: "Add a step",
      icon: <Plus size={14} />,
      ...keysOfCommand("add"),
      onSelect: () => board.setState({ quickAdd: { at, place } }),
    },
    ...fitting("edit", hands, ["note"]),
    { label: "Paste", icon: <ClipboardPaste size={14} />, keys: ["mod", "V"], onSelect: () => void paste(hands) },
    { separator: true },
    ...fitting("edit", hands, ["select-all"]),
    ...fitting("line", hands, ["tidy"]),
    ...fitting("view", hands, ["fit"]),
  ];
}

/** Of a line that does the same as a command, at this very place. */
function keysOfCommand(id: string): { keys?: string[] } {
  const command = BOARD_COMMANDS.find((candidate) => candidate.id === id);
  const keys = command && keysFor(command);
  return keys ? { keys } : {};
}

function copy({ editor }: Hands): void {
  const text = copySelection(editor);
  if (text) write(text);
  else toast("Every flow has its own Start. It isn’t copied.");
}

function write(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast("Copied"),
    () => toast.error("The browser didn’t allow copying. Use the keys instead."),
  );
}

async function paste({ editor, place }: Hands): Promise<void> {
  try {
    if (!pasteText(editor, await navigator.clipboard.readText(), place)) toast("There are no copied steps to paste.");
  } catch {
    toast.error("The browser didn’t allow reading the clipboard. Use the keys instead.");
  }
}

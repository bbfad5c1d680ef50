import { Map as MapIcon, Maximize, Plus, Redo2, SquareDashedMousePointer, Undo2, ZoomIn, ZoomOut } from "lucide-react";
import type { BoardCommand } from "./board-command.ts";
import { miniMapShown, setMiniMap } from "./board-store.ts";
import { openQuickAdd } from "./open-quick-add.ts";

const ICON = 14;

/** Commands that change what is seen or selected, and the ways back. */
export const VIEW_COMMANDS: readonly BoardCommand[] = [
  {
    id: "add",
    label: "Add a step after the selected one",
    icon: <Plus size={ICON} />,
    keys: ["A"],
    part: "edit",
    fits: () => true,
    run: openQuickAdd,
  },
  {
    id: "select-all",
    label: "Select everything",
    icon: <SquareDashedMousePointer size={ICON} />,
    keys: ["mod", "A"],
    part: "edit",
    fits: () => true,
    run: ({ editor: { store } }) => store.select({ nodes: new Set(store.getState().document.nodes.map((node) => node.id)) }),
  },
  {
    id: "undo",
    label: "Undo",
    icon: <Undo2 size={ICON} />,
    keys: ["mod", "Z"],
    part: "history",
    fits: ({ editor }) => editor.store.getState().history.past.length > 0,
    run: ({ editor }) => editor.store.undo(),
  },
  {
    id: "redo",
    label: "Redo",
    icon: <Redo2 size={ICON} />,
    keys: ["mod", "shift", "Z"],
    also: [["mod", "Y"]],
    part: "history",
    fits: ({ editor }) => editor.store.getState().history.future.length > 0,
    run: ({ editor }) => editor.store.redo(),
  },
  {
    id: "fit",
    label: "Show the whole flow",
    icon: <Maximize size={ICON} />,
    keys: ["1"],
    part: "view",
    fits: () => true,
    run: ({ flow }) => void flow.fitView({ duration: 180, padding: 0.15, maxZoom: 1 }),
  },
  {
    id: "zoom-in",
    label: "Zoom in",
    icon: <ZoomIn size={ICON} />,
    keys: ["+"],
    also: [["="]],
    part: "view",
    fits: () => true,
    run: ({ flow }) => void flow.zoomIn({ duration: 120 }),
  },
  {
    id: "zoom-out",
    label: "Zoom out",
    icon: <ZoomOut size={ICON} />,
    keys: ["-"],
    part: "view",
    fits: () => true,
    run: ({ flow }) => void flow.zoomOut({ duration: 120 }),
  },
  {
    id: "zoom-full",
    label: "Zoom to 100 %",
    icon: <ZoomIn size={ICON} />,
    keys: ["0"],
    part: "view",
    fits: () => true,
    run: ({ flow }) => void flow.zoomTo(1, { duration: 120 }),
  },
  {
    id: "map",
    label: "Show or hide the map",
    icon: <MapIcon size={ICON} />,
    keys: ["M"],
    part: "view",
    fits: () => true,
    run: ({ board, flow }) => setMiniMap(board, !miniMapShown(board.getState().miniMap, flow.getNodes().length)),
  },
];

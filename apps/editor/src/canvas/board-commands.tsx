import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  CopyPlus,
  Frame,
  Group,
  Lock,
  LockOpen,
  PhoneForwarded,
  StickyNote,
  Trash2,
  Ungroup,
  Wand2,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import { isEntry } from "../document/index.ts";
import { align, distribute, frameSelection, groupSelection, heldOf, lockSelection, tidy, ungroupSelection } from "./arrange-edits.ts";
import type { Alignment } from "./arrange.ts";
import { meantBy } from "../keys/index.ts";
import { addNote, deleteSelection, duplicateSelection } from "./board-edits.ts";
import type { BoardCommand, Hands } from "./board-command.ts";
import { VIEW_COMMANDS } from "./view-commands.tsx";

const chosen = ({ editor }: Hands): number => {
  const { nodes, notes } = editor.store.getState().selection;
  return nodes.size + notes.size;
};
/** Nodes that may be copied, deleted or taken elsewhere: all but the entry. */
const ownNodes = ({ editor }: Hands): number => {
  const { document, selection } = editor.store.getState();
  return document.nodes.filter((node) => selection.nodes.has(node.id) && !isEntry(node)).length;
};
const onlyNode = ({ editor }: Hands): string | undefined => {
  const { nodes, notes } = editor.store.getState().selection;
  return nodes.size === 1 && notes.size === 0 ? [...nodes][0] : undefined;
};
const notes = ({ editor }: Hands): number => editor.store.getState().selection.notes.size;
const ICON = 14;

const ALIGN: [Alignment, string, string, ReactNode][] = [
  ["left", "Align left", "A", <AlignStartVertical key="l" size={ICON} />],
  ["centre", "Align centres", "H", <AlignCenterVertical key="c" size={ICON} />],
  ["right", "Align right", "D", <AlignEndVertical key="r" size={ICON} />],
  ["top", "Align tops", "W", <AlignStartHorizontal key="t" size={ICON} />],
  ["middle", "Align middles", "V", <AlignCenterHorizontal key="m" size={ICON} />],
  ["bottom", "Align bottoms", "S", <AlignEndHorizontal key="b" size={ICON} />],
];

export const BOARD_COMMANDS: readonly BoardCommand[] = [
  {
    id: "try-from",
    label: "Try from here…",
    icon: <PhoneForwarded size={ICON} />,
    keys: ["mod", "shift", "enter"],
    part: "try",
    fits: (hands) => onlyNode(hands) !== undefined && ownNodes(hands) === 1,
    run: (hands) => hands.board.setState({ tryingFrom: onlyNode(hands) ?? null }),
  },
  {
    id: "duplicate",
    label: "Duplicate",
    icon: <CopyPlus size={ICON} />,
    keys: ["mod", "D"],
    part: "edit",
    fits: (hands) => ownNodes(hands) + notes(hands) > 0,
    run: ({ editor }) => duplicateSelection(editor),
  },
  ...ALIGN.map(([how, label, key, icon]): BoardCommand => ({
    id: `align-${how}`,
    label,
    icon,
    keys: ["alt", key],
    part: "line",
    fits: (hands) => chosen(hands) > 1,
    run: ({ editor }) => align(editor, how),
  })),
  {
    id: "distribute-across",
    label: "Same room across",
    icon: <AlignHorizontalSpaceAround size={ICON} />,
    keys: ["alt", "shift", "H"],
    part: "line",
    fits: (hands) => chosen(hands) > 2,
    run: ({ editor }) => distribute(editor, "across"),
  },
  {
    id: "distribute-down",
    label: "Same room down",
    icon: <AlignVerticalSpaceAround size={ICON} />,
    keys: ["alt", "shift", "V"],
    part: "line",
    fits: (hands) => chosen(hands) > 2,
    run: ({ editor }) => distribute(editor, "down"),
  },
  {
    id: "tidy",
    label: "Tidy up",
    icon: <Wand2 size={ICON} />,
    keys: ["shift", "T"],
    part: "line",
    fits: () => true,
    run: ({ editor }) => void tidy(editor),
  },
  {
    id: "group",
    label: "Group",
    icon: <Group size={ICON} />,
    keys: ["mod", "G"],
    part: "group",
    fits: (hands) => chosen(hands) > 1 && !heldOf(hands.editor).grouped,
    run: ({ editor }) => groupSelection(editor),
  },
  {
    id: "ungroup",
    label: "Ungroup",
    icon: <Ungroup size={ICON} />,
    keys: ["mod", "shift", "G"],
    part: "group",
    fits: ({ editor }) => heldOf(editor).grouped,
    run: ({ editor }) => ungroupSelection(editor),
  },
  {
    id: "frame",
    label: "Put a frame around",
    icon: <Frame size={ICON} />,
    keys: ["F"],
    part: "group",
    fits: (hands) => chosen(hands) > 0,
    run: ({ editor, board }) => board.setState({ writing: frameSelection(editor) }),
  },
  {
    id: "lock",
    label: "Lock",
    icon: <Lock size={ICON} />,
    keys: ["mod", "shift", "L"],
    part: "group",
    fits: (hands) => chosen(hands) > 0 && !heldOf(hands.editor).locked,
    run: ({ editor }) => lockSelection(editor, true),
  },
  {
    id: "unlock",
    label: "Unlock",
    icon: <LockOpen size={ICON} />,
    keys: ["mod", "shift", "L"],
    keysOf: "lock",
    part: "group",
    fits: ({ editor }) => heldOf(editor).locked,
    run: ({ editor }) => lockSelection(editor, false),
  },
  {
    id: "extract",
    label: "Make it a flow of its own…",
    icon: <Workflow size={ICON} />,
    keys: ["mod", "shift", "E"],
    part: "group",
    fits: (hands) => ownNodes(hands) > 0,
    run: ({ board }) => board.setState({ extracting: true }),
  },
  {
    id: "note",
    label: "Add a note",
    icon: <StickyNote size={ICON} />,
    keys: ["N"],
    part: "edit",
    fits: () => true,
    run: ({ editor, board, place }) => board.setState({ writing: addNote(editor, place) }),
  },
  {
    id: "delete",
    label: "Delete",
    icon: <Trash2 size={ICON} />,
    keys: ["delete"],
    also: [["Backspace"]],
    danger: true,
    part: "edit",
    fits: (hands) => chosen(hands) + hands.editor.store.getState().selection.cords.size > 0,
    run: ({ editor }) => deleteSelection(editor),
  },
  ...VIEW_COMMANDS,
];

/** Does what these keys mean now. False when they are nobody's: then they are the browser's. */
export function commandByKeys(chord: string, hands: Hands): boolean {
  const meant = meantBy(BOARD_COMMANDS, chord);
  meant.find((command) => command.fits(hands))?.run(hands);
  return meant.length > 0;
}

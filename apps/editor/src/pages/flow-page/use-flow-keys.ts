import { useReactFlow } from "@xyflow/react";
import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../../app/shortcut.ts";
import { commandByKeys, deleteSelection, nextBareExit, useBoardStore } from "../../canvas/index.ts";
import { NOTHING, useEditor } from "../../document/index.ts";
import { FIRST_FIELD, NAME_FIELD, openDock, reveal, useLayoutStore } from "../../panels/index.ts";
import { toast } from "../../ui/index.ts";

/** `mod+shift+z`, as pressed. Shift counts only with letters: `?` and `+` are what they are on any keyboard. */
function chord(event: KeyboardEvent): string {
  const key = letterOf(event);
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return [event.metaKey || event.ctrlKey ? "mod" : "", event.altKey ? "alt" : "", shift ? "shift" : "", key].filter(Boolean).join("+");
}

/** With Alt a Mac writes another sign; the key is meant. */
function letterOf({ key, code, altKey }: KeyboardEvent): string {
  if (altKey && code.startsWith("Key")) return code.slice(3).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The keys of an open flow. Those with `mod` also work while typing where the browser has no better use for them. */
export function useFlowKeys({ flush, onTry }: { flush: () => Promise<number>; onTry: () => void }): void {
  const editor = useEditor();
  const layout = useLayoutStore();
  const board = useBoardStore();
  const flow = useReactFlow();

  const everywhere: Record<string, () => void> = {
    "mod+s": () =>
      void flush().then(
        () => toast("Saved"),
        (error: unknown) => toast.error(error instanceof Error ? error.message : "The draft could not be saved yet."),
      ),
    "mod+k": () => layout.setState({ dialog: "find" }),
    "mod+f": () => layout.setState({ dialog: "find" }),
    "mod+Enter": onTry,
    "mod+shift+p": () => layout.setState({ dialog: "publish" }),
  };
  const onBoard: Record<string, () => void> = {
    "mod+z": () => editor.store.undo(),
    "mod+shift+z": () => editor.store.redo(),
    "mod+y": () => editor.store.redo(),
    "mod+a": () => editor.store.select({ nodes: new Set(editor.store.getState().document.nodes.map((node) => node.id)) }),
    Backspace: () => deleteSelection(editor),
    Escape: () => {
      board.setState({ quickAdd: null });
      editor.store.select(NOTHING);
    },
    Enter: () => open(FIRST_FIELD),
    F2: () => open(NAME_FIELD),
    a: () => openQuickAdd(),
    i: () => openDock(layout, "issues"),
    t: () => openDock(layout, "tests"),
    "1": () => void flow.fitView({ duration: 180, padding: 0.15, maxZoom: 1 }),
    "0": () => void flow.zoomTo(1, { duration: 120 }),
    "+": () => void flow.zoomIn({ duration: 120 }),
    "=": () => void flow.zoomIn({ duration: 120 }),
    "-": () => void flow.zoomOut({ duration: 120 }),
    "?": () => layout.setState({ dialog: "shortcuts" }),
  };
  /** Opens the one selected step at a field, or the selected note for writing; of a group the card that has the focus. */
  const open = (field: string) => {
    const { nodes, notes } = editor.store.getState().selection;
    const focused = document.activeElement?.closest(".react-flow__node")?.getAttribute("data-id") ?? "";
    const only = nodes.has(focused) ? focused : [...nodes][0];
    const [note] = notes;
    if (only !== undefined) {
      if (nodes.size > 1) editor.store.select({ nodes: new Set([only]) });
      reveal(layout, only, field);
    } else if (note !== undefined) board.setState({ writing: note });
  };
  const middle = () => {
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    return flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 800) / 2, y: (box?.top ?? 0) + (box?.height ?? 600) / 2 });
  };
  const openQuickAdd = () => {
    const { document: text, selection } = editor.store.getState();
    const [cord] = selection.cords;
    if (cord !== undefined && selection.nodes.size === 0) {
      const line = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(cord)}"] .cord-line`)?.getBoundingClientRect();
      const at = line ? { x: line.left + line.width / 2, y: line.top + line.height / 2 } : flow.flowToScreenPosition(middle());
      board.setState({ quickAdd: { at, on: cord } });
      return;
    }
    const node = text.nodes.find((candidate) => selection.nodes.has(candidate.id));
    const exit = node && nextBareExit(text, node);
    if (!node || exit === undefined) {
      const place = middle();
      board.setState({ quickAdd: { at: flow.flowToScreenPosition(place), place } });
      return;
    }
    const jack = document
      .querySelector(`.react-flow__node[data-id="${CSS.escape(node.id)}"] [data-exit="${CSS.escape(exit)}"]`)
      ?.getBoundingClientRect();
    const place = text.layout[node.id] ?? { x: 0, y: 0 };
    const at = jack ? { x: jack.right + 4, y: jack.top } : flow.flowToScreenPosition(place);
    board.setState({ quickAdd: { at, from: { nodeId: node.id, exit } } });
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = chord(event);
    if (name === "Escape" && backToCard(event)) return;
    const free = !isTyping(event.target) && !presses(event);
    const action = everywhere[name] ?? (free ? onBoard[name] : undefined);
    if (event.defaultPrevented || document.querySelector("[role=dialog][data-state=open], [role=alertdialog]")) return;
    // The board's own commands, as its menu has them, come last.
    if (!action && !(free && commandByKeys(name, { editor, board, flow, place: middle() }))) return;
    event.preventDefault();
    action?.();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** Enter presses the button that has the focus; on a card it opens the settings. */
function presses({ key, target }: KeyboardEvent): boolean {
  return key === "Enter" && target instanceof Element && target.closest("button, a") !== null;
}

/** Escape leads from the form back to the card it belongs to; there a second one lets go of it. */
function backToCard(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || !(event.target instanceof Element)) return false;
  const nodeId = event.target.closest<HTMLElement>("[data-inspector]")?.dataset["inspector"];
  const card = nodeId === undefined ? null : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
  card?.focus();
  return card !== null;
}

import { useReactFlow } from "@xyflow/react";
import { useEffect, useEffectEvent } from "react";
import { isTyping } from "../../app/shortcut.ts";
import { addNote, deleteSelection, duplicateSelection, nextBareExit, tidyCommand, useBoardStore } from "../../canvas/index.ts";
import { NOTHING, useEditor, viewOf } from "../../document/index.ts";
import { FIRST_FIELD, NAME_FIELD, openDock, reveal, useLayoutStore } from "../../panels/index.ts";
import { toast } from "../../ui/index.ts";

/** `mod+shift+z`, as pressed. Shift counts only with letters: `?` and `+` are what they are on any keyboard. */
function chord(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return [event.metaKey || event.ctrlKey ? "mod" : "", event.altKey ? "alt" : "", shift ? "shift" : "", key].filter(Boolean).join("+");
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
    "mod+d": () => duplicateSelection(editor),
    "mod+a": () => editor.store.select({ nodes: new Set(editor.store.getState().document.nodes.map((node) => node.id)) }),
    Delete: () => deleteSelection(editor),
    Backspace: () => deleteSelection(editor),
    Escape: () => {
      board.setState({ quickAdd: null });
      editor.store.select(NOTHING);
    },
    Enter: () => {
      const [only] = editor.store.getState().selection.nodes;
      if (only !== undefined) reveal(layout, only, FIRST_FIELD);
    },
    F2: () => {
      const [only] = editor.store.getState().selection.nodes;
      if (only !== undefined) reveal(layout, only, NAME_FIELD);
    },
    a: () => openQuickAdd(),
    n: () => addNote(editor, middle()),
    i: () => openDock(layout, "issues"),
    t: () => openDock(layout, "tests"),
    "shift+t": () => editor.store.dispatch(tidyCommand(editor.store.getState().document, viewOf)),
    "1": () => void flow.fitView({ duration: 180, padding: 0.15, maxZoom: 1 }),
    "0": () => void flow.zoomTo(1, { duration: 120 }),
    "+": () => void flow.zoomIn({ duration: 120 }),
    "=": () => void flow.zoomIn({ duration: 120 }),
    "-": () => void flow.zoomOut({ duration: 120 }),
    "?": () => layout.setState({ dialog: "shortcuts" }),
  };
  const middle = () => {
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    return flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 800) / 2, y: (box?.top ?? 0) + (box?.height ?? 600) / 2 });
  };
  const openQuickAdd = () => {
    const { document: text, selection } = editor.store.getState();
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
    const action = everywhere[name] ?? (isTyping(event.target) || presses(event) ? undefined : onBoard[name]);
    if (!action || event.defaultPrevented || document.querySelector("[role=dialog][data-state=open], [role=alertdialog]")) return;
    event.preventDefault();
    action();
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

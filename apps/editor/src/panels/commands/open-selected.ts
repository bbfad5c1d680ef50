import { reveal } from "../layout-store.ts";
import type { FlowHands } from "./flow-commands.tsx";

/** Opens the one selected step at a field, or the selected note for writing; of a group the card that has the focus. */
export function openSelected({ editor, layout, board }: FlowHands, field: string): void {
  const { nodes, notes } = editor.store.getState().selection;
  const focused = document.activeElement?.closest(".react-flow__node")?.getAttribute("data-id") ?? "";
  const only = nodes.has(focused) ? focused : [...nodes][0];
  const [note] = notes;
  if (only !== undefined) {
    if (nodes.size > 1) editor.store.select({ nodes: new Set([only]) });
    reveal(layout, only, field);
  } else if (note !== undefined) board.setState({ writing: note });
}

import type { Hands } from "./board-command.ts";
import { nextBareExit } from "./board-edits.ts";

/** Opens the list of steps where the next one belongs: in the selected cord, at the selected step's next bare exit, else in the middle. */
export function openQuickAdd({ editor, board, flow, place }: Hands): void {
  const { document: text, selection } = editor.store.getState();
  const [cord] = selection.cords;
  if (cord !== undefined && selection.nodes.size === 0) {
    const line = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(cord)}"] .cord-line`)?.getBoundingClientRect();
    const at = line ? { x: line.left + line.width / 2, y: line.top + line.height / 2 } : flow.flowToScreenPosition(place);
    board.setState({ quickAdd: { at, on: cord } });
    return;
  }
  const node = text.nodes.find((candidate) => selection.nodes.has(candidate.id));
  const exit = node && nextBareExit(text, node);
  if (!node || exit === undefined) {
    board.setState({ quickAdd: { at: flow.flowToScreenPosition(place), place } });
    return;
  }
  const jack = document
    .querySelector(`.react-flow__node[data-id="${CSS.escape(node.id)}"] [data-exit="${CSS.escape(exit)}"]`)
    ?.getBoundingClientRect();
  const at = jack ? { x: jack.right + 4, y: jack.top } : flow.flowToScreenPosition(text.layout[node.id] ?? { x: 0, y: 0 });
  board.setState({ quickAdd: { at, from: { nodeId: node.id, exit } } });
}

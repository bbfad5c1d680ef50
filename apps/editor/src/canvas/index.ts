/**
 * The board: the document as cards and cords, and hands that move them.
 *
 *   card   a node as drawn          jack   where a cord plugs in      far   so far out that text can't be read
 *   cord   an edge as drawn         face   a card's lines             carried   on its way from the palette
 */
export { Board } from "./board.tsx";
export { BoardView, type BoardViewProps } from "./board-view.tsx";
export * from "./arrange-edits.ts";
export type { Hands } from "./board-command.ts";
export { BOARD_COMMANDS, commandByKeys } from "./board-commands.tsx";
export * from "./board-edits.ts";
export { BoardStoreContext, createBoardStore, useBoardState, useBoardStore, type BoardStore } from "./board-store.ts";
export { PLACEABLE, wordsOf } from "./components.ts";
export { type RunOverlay, type StepMark } from "./overlay.ts";
export { keepRecent } from "./recent.ts";
export { nextPlug } from "./next-plug.ts";
export { placed } from "./tidy.ts";
export { useHands } from "./use-hands.ts";

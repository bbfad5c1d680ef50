/**
 * A run on the board it ran on, read-only, and live runs on the board that is edited.
 *
 *   journal   steps in their last shape and the events between them, gapless by `seq`
 *   overlay   what the canvas draws over the cards: visited, waiting, failed, callers, travelled cords
 */
export { emptyJournal, stepsOf, withEntries, type Journal, type JournalEvent, type TimelineItem } from "./journal.ts";
export { overlayOf } from "./overlay-of.ts";
export { useFlowOverlay } from "./use-flow-overlay.ts";
export { useRunJournal } from "./use-run-journal.ts";

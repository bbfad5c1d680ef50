import type { ExitSpec } from "@cordboard/contract";

/**
 * A card's measures in px, fixed so that cords and culling never wait for the browser to measure:
 * card.tsx draws to these numbers, and a browser test holds it to them.
 */
export const CARD = {
  width: 240,
  header: 40,
  faceLine: 20,
  /** Below the last face line. */
  facePad: 8,
  exit: 28,
  /** Above and below the exits. */
  exitsPad: 6,
  /** Height of the jack's middle on the input side. */
  inputY: 20,
  /** Rows before the rest is folded. */
  foldAfter: 8,
  jack: 12,
  /** What can be hit. */
  jackHit: 24,
  bareMin: 56,
} as const;

/** The snapping grid. Every jack of every card lies on it, so cords between neighbours can be straight. */
export const GRID = 4;
/** Between the dots of the board. */
export const DOTS = 24;

export interface ExitRow {
  exit: ExitSpec;
  /** Middle of the row, from the top of the card. */
  y: number;
  wired: boolean;
  /** The cord is there, but the exit is not any more. */
  gone: boolean;
  /** Bare, but the flow's own handler takes it. */
  toHandler: boolean;
}

export interface CardShape {
  height: number;
  rows: ExitRow[];
  /** Exits behind the fold: all their jacks are at `foldY`. */
  folded: ExitSpec[];
  foldY: number;
  /** Optional exits that are shown only on demand. */
  hidden: number;
}

export interface ShapeInput {
  faceLines: number;
  exits: readonly ExitSpec[];
  wired: ReadonlySet<string>;
  /** Flow-wide handlers that have a cord. */
  handlers: ReadonlySet<string>;
  /** Every exit is shown. */
  expanded: boolean;
  /** The component is known, so a cord at an exit it doesn't name hangs in the air. */
  known: boolean;
}

export function shapeOf({ faceLines, exits, wired, handlers, expanded, known: typeKnown }: ShapeInput): CardShape {
  const known = new Set(exits.map((exit) => exit.id));
  const gone = [...wired].filter((id) => !known.has(id)).map((id): ExitSpec => ({ id, label: id }));
  const shown = exits.filter((exit) => expanded || !exit.optional || wired.has(exit.id));
  const all = [...shown, ...gone];
  const folds = !expanded && all.length > CARD.foldAfter;
  const visible = folds ? all.slice(0, CARD.foldAfter - 1) : all;
  const folded = folds ? all.slice(CARD.foldAfter - 1) : [];

  const top = CARD.header + (faceLines > 0 ? faceLines * CARD.faceLine + CARD.facePad : 0) + (all.length > 0 ? CARD.exitsPad : 0);
  const rowY = (index: number) => top + index * CARD.exit + CARD.exit / 2;
  const rows = visible.map((exit, index): ExitRow => ({
    exit,
    y: rowY(index),
    wired: wired.has(exit.id),
    gone: typeKnown && !known.has(exit.id),
    toHandler: !wired.has(exit.id) && exit.handler !== undefined && handlers.has(exit.handler),
  }));
  const lines = visible.length + (folded.length > 0 ? 1 : 0);
  return {
    height: top + lines * CARD.exit + (lines > 0 ? CARD.exitsPad : 0),
    rows,
    folded,
    foldY: rowY(visible.length),
    hidden: exits.length - shown.length,
  };
}

/** Where an exit's jack is, from the top of the card. */
export function exitY(shape: CardShape, exit: string): number {
  return shape.rows.find((row) => row.exit.id === exit)?.y ?? (shape.folded.some((other) => other.id === exit) ? shape.foldY : CARD.inputY);
}

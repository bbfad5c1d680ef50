import type { Group } from "@cordboard/contract";
import type { FlowNote, NodeView } from "@cordboard/flow";
import type { Edge, Node } from "@xyflow/react";
import type { CardShape } from "./geometry.ts";
import type { StepMark } from "./overlay.ts";

export interface CardIssues {
  level: "error" | "warning";
  count: number;
  /** The first of them, for the tooltip. */
  message: string;
}

/** All a card draws. The object stays the same while nothing of it changes. */
export interface CardData extends Record<string, unknown> {
  view: NodeView;
  wired: ReadonlySet<string>;
  handlers: ReadonlySet<string>;
  shape: CardShape;
  expanded: boolean;
  /** The input jack holds a cord. */
  reached: boolean;
  issues: CardIssues | null;
  step: StepMark | null;
  callers: number;
  locked: boolean;
  /** Exits that the run took, joined by newlines. */
  taken: string;
}
export interface NoteData extends Record<string, unknown> {
  note: FlowNote;
}
/** How a cord runs, from its two cards. */
export type CordRoute = {
  group: Group | null;
  /** "Main_Menu · Sales → Call_Sales" */
  title: string;
  /** Which of its card's cords, for cords side by side. */
  lane: number;
  lanes: number;
  /** From the jack down to the lower edge of its card. */
  belowFrom: number;
  belowTo: number;
};
export type CordData = CordRoute & {
  travelled: boolean;
  /** Changes when light should run along it. */
  pulse: number | null;
  /** What the run took along it. */
  value: string | null;
};

export type CardNode = Node<CardData, "card">;
export type NoteNode = Node<NoteData, "note">;
export type BoardNode = CardNode | NoteNode;
export type CordEdge = Edge<CordData, "cord">;

/** React Flow's id of the one input jack. */
export const INPUT = "in";

import type { Issue } from "@cordboard/contract";
import type { FlowNode, FlowNote, FlowPlace, NodeView } from "@cordboard/flow";
import { Position, type NodeHandle } from "@xyflow/react";
import { INPUT, type BoardNode, type CardData, type CardIssues, type CardNode, type NoteNode } from "./board-types.ts";
import type { DeriveInput } from "./derive.ts";
import { CARD, shapeOf, type CardShape } from "./geometry.ts";
import { cordKey, type RunOverlay } from "./overlay.ts";
import { keepSet, samePoint, shallowEqual } from "./same.ts";
import { BARE, wiringOf } from "./wiring.ts";

const ORIGIN: FlowPlace = { x: 0, y: 0 };

/** The card of a node; the old one when nothing that it draws has changed. */
export function deriveCard(node: FlowNode, input: DeriveInput, handlers: ReadonlySet<string>, old: BoardNode | undefined): CardNode {
  const before = old?.type === "card" ? old : undefined;
  const { out, reached } = wiringOf(input.document);
  const view = input.viewOf(node);
  const wired = keepSet(before?.data.wired ?? BARE, out.get(node.id) ?? BARE);
  const expanded = input.expanded.has(node.id);
  const data: CardData = {
    view,
    wired,
    handlers,
    expanded,
    shape: shapeFor(view, wired, handlers, expanded, before?.data),
    reached: reached.has(node.id),
    issues: issuesOf(input.issues.get(node.id), before?.data.issues),
    step: input.overlay?.steps.get(node.id) ?? null,
    callers: input.overlay?.callers.get(node.id) ?? 0,
    taken: takenBy(node.id, wired, input.overlay),
    locked: input.document.layout[node.id]?.locked === true,
  };
  const { x, y, locked = false } = input.document.layout[node.id] ?? ORIGIN;
  const position = { x, y };
  const selected = input.selection.nodes.has(node.id);
  const kept = before && shallowEqual(before.data, data) ? before.data : data;
  if (before && before.data === kept && samePoint(before.position, position) && before.selected === selected) return before;
  const size = { width: CARD.width, height: kept.shape.height };
  return {
    id: node.id,
    type: "card",
    position,
    data: kept,
    selected,
    ...(locked && { draggable: false }),
    ...size,
    measured: size,
    handles: before?.handles && before.data.shape === kept.shape ? before.handles : handlesOf(kept),
    ariaLabel: `${node.name}, ${view.manifest?.title ?? `unknown component ${node.type}`}`,
  };
}

function takenBy(nodeId: string, wired: ReadonlySet<string>, overlay: RunOverlay | null): string {
  return overlay ? [...wired].filter((exit) => overlay.cords.has(cordKey(nodeId, exit))).join("\n") : "";
}

function shapeFor(
  view: NodeView,
  wired: ReadonlySet<string>,
  handlers: ReadonlySet<string>,
  expanded: boolean,
  old: CardData | undefined,
): CardShape {
  if (old && old.view === view && old.wired === wired && old.handlers === handlers && old.expanded === expanded) return old.shape;
  return shapeOf({ faceLines: faceLines(view).length, exits: view.exits, wired, handlers, expanded, known: view.manifest !== null });
}

/** An unknown component says so in the place of its face. */
export function faceLines(view: NodeView): string[] {
  if (!view.manifest) return [`No component “${view.node.type}” here.`, "Its settings are kept."];
  return view.face.slice(0, 3);
}

/** Given, not measured: a cord to a card that is out of sight still knows where to go. */
function handlesOf({ shape, view }: CardData): NodeHandle[] {
  const half = CARD.jackHit / 2;
  const size = { width: CARD.jackHit, height: CARD.jackHit };
  const input: NodeHandle = { id: INPUT, type: "target", position: Position.Left, x: -half, y: CARD.inputY - half, ...size };
  const output = (id: string, y: number): NodeHandle => ({
    id,
    type: "source",
    position: Position.Right,
    x: CARD.width - half,
    y: y - half,
    ...size,
  });
  return [
    ...(view.manifest?.entry ? [] : [input]),
    ...shape.rows.map((row) => output(row.exit.id, row.y)),
    ...shape.folded.map((exit) => output(exit.id, shape.foldY)),
  ];
}

/** Hints are for the list; a card only carries what should worry. */
function issuesOf(issues: readonly Issue[] | undefined, old: CardIssues | null | undefined): CardIssues | null {
  const serious = issues?.filter((issue) => issue.level !== "hint") ?? [];
  const first = serious.find((issue) => issue.level === "error") ?? serious[0];
  if (!first) return null;
  const next: CardIssues = { level: first.level === "error" ? "error" : "warning", count: serious.length, message: first.message };
  return old && shallowEqual(old, next) ? old : next;
}

export function deriveNote(note: FlowNote, selected: boolean, old: BoardNode | undefined): NoteNode {
  if (old?.type === "note" && old.data.note === note && old.selected === selected) return old;
  const { width, height, frame } = note;
  return {
    id: note.id,
    type: "note",
    position: { x: note.x, y: note.y },
    data: { note },
    selected,
    width,
    height,
    measured: { width, height },
    ...(note.locked && { draggable: false }),
    // What lies in a frame can be reached: only its title and its edge answer.
    ...(frame ? { zIndex: -2, style: { pointerEvents: "none" } } : { zIndex: -1 }),
    ariaLabel: frame ? `Frame ${note.text}` : `Note ${note.text.slice(0, 60)}`,
  };
}

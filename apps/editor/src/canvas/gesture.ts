import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Point } from "../document/command.ts";
import { cardRect, within } from "./frames.ts";
import { level, linesFor, type Guide, type Lines } from "./guides.ts";
import type { Rect } from "./mini-fit.ts";

export type Positions = ReadonlyMap<string, Point>;
type ViewOf = (node: FlowNode) => NodeView;

/** One drag, from the press to letting go. */
export interface Gesture {
  /** All that moves, and where it was: what the hand holds, the rest of its groups, what lies in its frames. */
  start: Positions;
  /** The thing whose place is made level; the others keep their distance. */
  lead: string;
  lines: Lines;
  rect: Rect;
}

/** What moves with these, and where it all is. What is locked stays. */
export function carriedWith(document: FlowDocument, ids: ReadonlySet<string>, viewOf: ViewOf): Positions {
  const all = new Set(withGroups(document, ids));
  const inside = within(document, all, viewOf);
  for (const id of [...inside.nodeIds, ...inside.noteIds]) all.add(id);
  const cards = document.nodes.flatMap(({ id }): [string, Point][] => {
    const { x, y, locked } = document.layout[id] ?? { x: 0, y: 0 };
    return all.has(id) && !locked ? [[id, { x, y }]] : [];
  });
  const notes = document.notes.flatMap(({ id, x, y, locked }): [string, Point][] => (all.has(id) && !locked ? [[id, { x, y }]] : []));
  return new Map([...cards, ...notes]);
}

/** Ids with everything that is grouped with them. */
export function withGroups(document: FlowDocument, ids: ReadonlySet<string>): ReadonlySet<string> {
  const groups = new Set(groupsOf(document, ids));
  if (groups.size === 0) return ids;
  return new Set([
    ...ids,
    ...document.nodes.filter(({ id }) => groups.has(document.layout[id]?.group ?? "")).map(({ id }) => id),
    ...document.notes.filter(({ group }) => groups.has(group ?? "")).map(({ id }) => id),
  ]);
}

/** Ids of cards and of notes apart. */
export function split(document: FlowDocument, ids: ReadonlySet<string>): { nodes: Set<string>; notes: Set<string> } {
  const known = new Set(document.notes.map(({ id }) => id));
  const [notes, nodes] = [[...ids].filter((id) => known.has(id)), [...ids].filter((id) => !known.has(id))];
  return { nodes: new Set(nodes), notes: new Set(notes) };
}

function groupsOf(document: FlowDocument, ids: ReadonlySet<string>): string[] {
  const held = [...[...ids].map((id) => document.layout[id]), ...document.notes.filter(({ id }) => ids.has(id))];
  return held.flatMap((one) => one?.group ?? []);
}

/** `sight`: what of the flow is on screen; only that draws things level. */
export function beginGesture(document: FlowDocument, ids: readonly string[], viewOf: ViewOf, sight: Rect): Gesture | null {
  const start = carriedWith(document, new Set(ids), viewOf);
  const lead = ids.find((id) => start.has(id));
  if (lead === undefined) return null;
  const node = document.nodes.find(({ id }) => id === lead);
  const note = document.notes.find(({ id }) => id === lead);
  const rect = node ? cardRect(document, node, viewOf) : { x: 0, y: 0, width: note?.width ?? 0, height: note?.height ?? 0 };
  return { start, lead, rect, lines: linesFor(document, lead, new Set(start.keys()), viewOf, sight) };
}

/** Where everything is while the hand has moved the lead to `to`. With `free` nothing is made level. */
export function follow(
  gesture: Gesture,
  to: Point,
  { zoom, free }: { zoom: number; free: boolean },
): { at: Positions; by: Point; guides: Guide[] } {
  const from = gesture.start.get(gesture.lead) ?? to;
  const levelled = free ? { by: { x: 0, y: 0 }, guides: [] } : level({ ...gesture.rect, ...to }, gesture.lines, zoom);
  const by = { x: to.x - from.x + levelled.by.x, y: to.y - from.y + levelled.by.y };
  return { at: new Map([...gesture.start].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }])), by, guides: levelled.guides };
}

import type { FlowDocument, FlowNote, Held } from "@cordboard/flow";
import type { Point, Things } from "./command.ts";

/** Commands about where things lie on the board. None of them changes what the flow does. */

export function isLocked({ layout }: FlowDocument, nodeId: string): boolean {
  return layout[nodeId]?.locked === true;
}

export function moveNodes(document: FlowDocument, to: Readonly<Record<string, Point>>): FlowDocument {
  const known = new Set(document.nodes.map((node) => node.id));
  const moved = Object.entries(to).filter(([id]) => known.has(id) && !isLocked(document, id));
  if (moved.length === 0) return document;
  const places = moved.map(([id, { x, y }]) => [id, { ...document.layout[id], x, y }] as const);
  return { ...document, layout: { ...document.layout, ...Object.fromEntries(places) } };
}

export function setNote(document: FlowDocument, noteId: string, patch: Partial<Omit<FlowNote, "id">>): FlowDocument {
  const note = document.notes.find(({ id }) => id === noteId);
  if (!note) return document;
  const { x, y, width, height } = note;
  const changed = { ...note, ...patch, ...(note.locked && { x, y, width, height }) };
  return { ...document, notes: document.notes.map((other) => (other === note ? changed : other)) };
}

export function removeNotes(document: FlowDocument, ids: ReadonlySet<string>): FlowDocument {
  const notes = document.notes.filter((note) => note.locked || !ids.has(note.id));
  return notes.length === document.notes.length ? document : { ...document, notes };
}

export function lockThings(document: FlowDocument, things: Things, locked: boolean): FlowDocument {
  return hold(document, things, { locked: locked ? true : undefined });
}

export function groupThings(document: FlowDocument, things: Things, group: string | null): FlowDocument {
  return hold(document, things, { group: group ?? undefined });
}

function hold(document: FlowDocument, { nodeIds, noteIds }: Things, held: Held): FlowDocument {
  const nodes = document.nodes.filter((node) => nodeIds.includes(node.id));
  const notes = new Set(noteIds);
  if (nodes.length === 0 && !document.notes.some((note) => notes.has(note.id))) return document;
  const places = nodes.map(({ id }) => [id, { ...(document.layout[id] ?? { x: 0, y: 0 }), ...held }] as const);
  return {
    ...document,
    layout: { ...document.layout, ...Object.fromEntries(places) },
    notes: document.notes.map((note) => (notes.has(note.id) ? { ...note, ...held } : note)),
  };
}

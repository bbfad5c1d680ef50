import type { FlowDocument, FlowEdge } from "@cordboard/flow";

export interface Selection {
  nodes: ReadonlySet<string>;
  /** Keys of cords: `cordKey(from, exit)`. */
  cords: ReadonlySet<string>;
  notes: ReadonlySet<string>;
}

export const NOTHING: Selection = { nodes: new Set(), cords: new Set(), notes: new Set() };

/** An exit holds one cord, so this names it. A node's id holds no colon. */
export function cordKey(from: string, exit: string): string {
  return `${from}:${exit}`;
}
export function keyOf(edge: FlowEdge): string {
  return cordKey(edge.from, edge.exit);
}

/** What is left of a selection after the document changed; the same object when all of it. */
export function stillThere(selection: Selection, document: FlowDocument): Selection {
  const nodes = keep(selection.nodes, () => document.nodes.map((node) => node.id));
  const cords = keep(selection.cords, () => document.edges.map(keyOf));
  const notes = keep(selection.notes, () => document.notes.map((note) => note.id));
  const same = nodes === selection.nodes && cords === selection.cords && notes === selection.notes;
  return same ? selection : { nodes, cords, notes };
}

function keep(chosen: ReadonlySet<string>, present: () => string[]): ReadonlySet<string> {
  if (chosen.size === 0) return chosen;
  const there = new Set(present());
  const left = [...chosen].filter((id) => there.has(id));
  return left.length === chosen.size ? chosen : new Set(left);
}

export function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

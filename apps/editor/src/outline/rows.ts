import type { ExitSpec } from "@cordboard/contract";
import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";

/** One line of the outline: a step, by the exit that leads to it; or an exit that leads nowhere yet. */
export interface OutlineRow {
  /** The same while the flow grows around it. */
  key: string;
  /** 1 is the outermost. */
  level: number;
  /** The way here; null for the start, and for steps that nothing leads to. */
  via: { from: FlowNode; exit: ExitSpec } | null;
  /** Null: the exit is bare. */
  node: FlowNode | null;
  /** It stands further up with all that follows: a way back, or together. */
  again: boolean;
  /** Whether what follows is shown; null when nothing does. */
  open: boolean | null;
  /** Its place among those beside it, from 1. */
  place: number;
  of: number;
}

/** The node that a line is about. */
export const nodeOfRow = (row: OutlineRow): string => row.node?.id ?? row.via?.from.id ?? "";

/**
 * The flow as it is gone through: from the start, each exit in turn, each step once with what follows it. Steps that nothing
 * leads to come last. Rare exits without a cord are left out, as on the cards.
 */
export function outlineRows(document: FlowDocument, viewOf: (node: FlowNode) => NodeView, closed: ReadonlySet<string>): OutlineRow[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const cords = new Map(document.edges.map(({ from, exit, to }) => [`${from}:${exit}`, to]));
  const shown = new Set<string>();
  const rows: OutlineRow[] = [];

  const nextOf = (node: FlowNode, exit: ExitSpec): FlowNode | null => byId.get(cords.get(`${node.id}:${exit.id}`) ?? "") ?? null;
  const exitsOf = (node: FlowNode): ExitSpec[] =>
    viewOf(node).exits.filter(({ id, optional }) => optional !== true || cords.has(`${node.id}:${id}`));

  const add = (root: FlowNode, place: number, of: number): void => {
    // Its own stack: a flow may be thousands of steps deep.
    const open: OutlineRow[] = [{ key: root.id, level: 1, via: null, node: root, again: false, open: null, place, of }];
    for (let row = open.pop(); row; row = open.pop()) {
      rows.push(row);
      const { node, level } = row;
      if (!node) continue;
      row.again = shown.has(node.id);
      if (row.again) continue;
      shown.add(node.id);
      const exits = exitsOf(node);
      row.open = exits.length === 0 ? null : !closed.has(node.id);
      const below = exits.map((exit, index): OutlineRow => {
        const key = `${node.id}:${exit.id}`;
        return {
          key,
          level: level + 1,
          via: { from: node, exit },
          node: nextOf(node, exit),
          again: false,
          open: null,
          place: index + 1,
          of: exits.length,
        };
      });
      if (row.open) open.push(...below.toReversed());
      else hide(below);
    }
  };
  /** What stands in a closed part is no root of its own. */
  const hide = (below: readonly OutlineRow[]): void => {
    const open = below.flatMap(({ node }) => node ?? []);
    for (let node = open.pop(); node; node = open.pop()) {
      if (shown.has(node.id)) continue;
      shown.add(node.id);
      for (const exit of exitsOf(node)) open.push(...[nextOf(node, exit)].filter((next) => next !== null));
    }
  };

  const entries = document.nodes.filter((node) => viewOf(node).manifest?.entry);
  const reached = new Set(document.edges.map(({ to }) => to));
  // First what nothing leads to, then what is left: rings that hang on nothing.
  const loose = document.nodes
    .filter((node) => !entries.includes(node))
    .toSorted((a, b) => Number(reached.has(a.id)) - Number(reached.has(b.id)));
  for (const node of [...entries, ...loose]) if (!shown.has(node.id)) add(node, 1, 1);
  const roots = rows.filter(({ level }) => level === 1);
  roots.forEach((row, index) => Object.assign(row, { place: index + 1, of: roots.length }));
  return rows;
}

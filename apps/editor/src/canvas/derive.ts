import type { Issue } from "@cordboard/contract";
import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Selection } from "../document/selection.ts";
import type { BoardNode, CordEdge } from "./board-types.ts";
import { deriveCard, deriveNote } from "./derive-cards.ts";
import { deriveCord } from "./derive-cords.ts";
import type { RunOverlay } from "./overlay.ts";
import { keepList, keepSet } from "./same.ts";
import { BARE, handlersOf } from "./wiring.ts";

export interface DeriveInput {
  document: FlowDocument;
  viewOf: (node: FlowNode) => NodeView;
  selection: Selection;
  issues: ReadonlyMap<string, readonly Issue[]>;
  /** Cards that show every exit. */
  expanded: ReadonlySet<string>;
  overlay: RunOverlay | null;
}

/** What the last derivation made: unchanged parts are handed out again, so that memoised cards and cords keep still. */
export interface Derived {
  nodes: BoardNode[];
  edges: CordEdge[];
  nodeById: ReadonlyMap<string, BoardNode>;
  edgeById: ReadonlyMap<string, CordEdge>;
  handlers: ReadonlySet<string>;
}
export const NOTHING_YET: Derived = { nodes: [], edges: [], nodeById: new Map(), edgeById: new Map(), handlers: BARE };

/** The document as React Flow wants it. */
export function derive(input: DeriveInput, previous: Derived): Derived {
  const { document, viewOf, selection } = input;
  const handlers = keepSet(previous.handlers, handlersOf(document, viewOf));
  const cards = document.nodes.map((node) => deriveCard(node, input, handlers, previous.nodeById.get(node.id)));
  const cardById = new Map(cards.map((card) => [card.id, card]));
  const notes = document.notes.map((note) => deriveNote(note, selection.notes.has(note.id), previous.nodeById.get(note.id)));
  const nodes = keepList<BoardNode>(previous.nodes, [...notes, ...cards]);
  const edges = keepList(
    previous.edges,
    document.edges.flatMap((edge) => deriveCord(edge, input, cardById, previous.edgeById) ?? []),
  );
  return {
    nodes,
    edges,
    handlers,
    nodeById: nodes === previous.nodes ? previous.nodeById : new Map(nodes.map((node) => [node.id, node])),
    edgeById: edges === previous.edges ? previous.edgeById : new Map(edges.map((edge) => [edge.id, edge])),
  };
}

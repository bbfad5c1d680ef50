import { registry, suggestNodeName, type FlowDocument, type FlowNode } from "@cordboard/flow";
import { toast } from "../ui/index.ts";
import {
  cordKey,
  copyText,
  freshId,
  isEntry,
  keyOf,
  pasteCommands,
  viewOf,
  type Command,
  type Editor,
  type Point,
} from "../document/index.ts";
import { CARD } from "./geometry.ts";
import { freePlace, GAP_X, heightOf, placeAfter, snap } from "./place.ts";

/** Edits that more than one gesture leads to: drop, quick-add, menu, key. Each is one step back. */

export interface AddOptions {
  /** Exactly here. */
  place?: Point;
  /** Here or below, wherever there is room. */
  near?: Point;
  from?: { nodeId: string; exit: string };
  /** Key of the cord it goes into. */
  on?: string;
}

/** Adds a component and selects it. Answers the new node's id, null for an unknown type. */
export function addComponent({ store }: Editor, type: string, options: AddOptions = {}): string | null {
  const manifest = registry.get(type);
  const { document } = store.getState();
  if (!manifest) return null;
  const config = manifest.defaults();
  const id = freshId(type, (candidate) => document.nodes.some((node) => node.id === candidate));
  const node: FlowNode = { id, type, name: suggestNodeName(document, type, config), config };
  const edge = options.on === undefined ? undefined : document.edges.find((candidate) => keyOf(candidate) === options.on);
  const source = document.nodes.find((candidate) => candidate.id === (edge?.from ?? options.from?.nodeId));
  const exit = edge?.exit ?? options.from?.exit;
  const height = heightOf(document, node, viewOf);
  const commands: Command[] = [];
  if (source && exit !== undefined) {
    commands.push({ type: "addNode", node, at: options.place ?? placeAfter(document, source, exit, viewOf, height) });
    commands.push({ type: "addEdge", edge: { from: source.id, exit, to: id } });
    const onwards = edge && mainExit(node);
    if (edge && onwards)
      commands.push(
        { type: "addEdge", edge: { from: id, exit: onwards, to: edge.to } },
        ...makeRoom(document, edge.from, edge.to, options.place),
      );
  } else {
    commands.push({ type: "addNode", node, at: options.place ?? freePlace(document, viewOf, options.near ?? { x: 0, y: 0 }, height) });
  }
  store.dispatch(commands, { select: { nodes: new Set([id]) } });
  return id;
}

/** The exit that the path usually goes on by: the first one that is neither rare nor a failure. */
export function mainExit(node: FlowNode): string | undefined {
  const { exits } = viewOf(node);
  return (exits.find((exit) => !exit.optional && !exit.handler) ?? exits[0])?.id;
}

/** The first exit without a cord that an author would wire next. */
export function nextBareExit(document: FlowDocument, node: FlowNode): string | undefined {
  const wired = new Set(document.edges.filter((edge) => edge.from === node.id).map((edge) => edge.exit));
  return viewOf(node).exits.find((exit) => !exit.optional && !wired.has(exit.id))?.id;
}

/** Pushes what follows to the right when a card dropped into a cord wouldn't fit between. */
function makeRoom(document: FlowDocument, from: string, to: string, place: Point | undefined): Command[] {
  const [a, b] = [document.layout[from], document.layout[to]];
  if (!a || !b || b.x <= a.x) return [];
  const end = (place?.x ?? a.x + CARD.width + GAP_X) + CARD.width + GAP_X / 2;
  const push = snap(Math.max(0, end - b.x));
  if (push === 0) return [];
  const moving = new Set([to]);
  for (const id of moving) {
    for (const edge of document.edges) {
      const next = document.layout[edge.to];
      if (edge.from === id && edge.to !== from && next && next.x >= b.x) moving.add(edge.to);
    }
  }
  const moved = [...moving].flatMap((id) => {
    const at = document.layout[id];
    return at ? [[id, { x: at.x + push, y: at.y }] as const] : [];
  });
  return [{ type: "moveNodes", to: Object.fromEntries(moved) }];
}

export function connect({ store }: Editor, from: string, exit: string, to: string): void {
  store.dispatch({ type: "addEdge", edge: { from, exit, to } }, { select: { cords: new Set([cordKey(from, exit)]) } });
}

/** Deletes what is selected and says how to get it back. */
export function deleteSelection({ store }: Editor): void {
  const { document, selection } = store.getState();
  const nodes = document.nodes.filter((node) => selection.nodes.has(node.id));
  const kept = nodes.filter(isEntry);
  const commands: Command[] = [...selection.cords].flatMap((key) => {
    const edge = document.edges.find((candidate) => keyOf(candidate) === key);
    return edge ? [{ type: "removeEdge", from: edge.from, exit: edge.exit }] : [];
  });
  commands.push({ type: "removeNodes", nodeIds: nodes.map((node) => node.id) }, { type: "removeNotes", noteIds: [...selection.notes] });
  const steps = nodes.length - kept.length;
  if (store.dispatch(commands, { select: { nodes: new Set(kept.map((node) => node.id)) } })) {
    if (steps > 1) toast(`Deleted ${steps} steps`, { action: { label: "Undo", onClick: () => store.undo() } });
  }
  if (kept.length > 0 && steps === 0 && commands.length === 2) toast("Every flow needs its Start. It can’t be deleted.");
}

export function copySelection({ store }: Editor): string | null {
  const { document, selection } = store.getState();
  return copyText(document, selection.nodes, isEntry);
}

/** False when the text holds no steps. */
export function pasteText({ store }: Editor, text: string, at?: Point): boolean {
  const pasted = pasteCommands(store.getState().document, text, isEntry, at);
  return pasted !== null && store.dispatch(pasted.commands, { select: { nodes: new Set(pasted.nodeIds) } });
}

export function duplicateSelection(editor: Editor): void {
  const text = copySelection(editor);
  if (text) pasteText(editor, text);
}

/** Moves what is selected by a step; a held key is one step back. */
export function nudge({ store }: Editor, dx: number, dy: number): void {
  const { document, selection } = store.getState();
  const to = [...selection.nodes].flatMap((id) => {
    const at = document.layout[id];
    return at ? [[id, { x: at.x + dx, y: at.y + dy }] as const] : [];
  });
  if (to.length > 0) store.dispatch({ type: "moveNodes", to: Object.fromEntries(to) }, { key: "nudge" });
}

export function addNote({ store }: Editor, at: Point): void {
  const { document } = store.getState();
  const id = freshId("note", (candidate) => document.notes.some((note) => note.id === candidate));
  const note = { id, x: snap(at.x), y: snap(at.y), width: 240, height: 96, text: "" };
  store.dispatch({ type: "addNote", note }, { select: { notes: new Set([id]) } });
}

/** The box around cards, for fitting and panning. */
export function boxOf(document: FlowDocument, node: FlowNode): { x: number; y: number; width: number; height: number } {
  const at = document.layout[node.id] ?? { x: 0, y: 0 };
  return { ...at, width: CARD.width, height: heightOf(document, node, viewOf) };
}

import { registry, suggestNodeName, type FlowDocument, type FlowEdge, type FlowNode } from "@cordboard/flow";
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
import { within } from "./frames.ts";
import { CARD } from "./geometry.ts";
import type { Plug } from "./near.ts";
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
  if (edge) {
    const { at, moved } = placeInto(document, edge, options.place, height);
    commands.push({ type: "addNode", node, at }, { type: "addEdge", edge: { ...edge, to: id } }, { type: "moveNodes", to: moved });
    const onwards = mainExit(node);
    if (onwards !== undefined) commands.push({ type: "addEdge", edge: { from: id, exit: onwards, to: edge.to } });
  } else if (source && exit !== undefined) {
    commands.push({ type: "addNode", node, at: options.place ?? placeAfter(document, source, exit, viewOf, height) });
    commands.push({ type: "addEdge", edge: { from: source.id, exit, to: id } });
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

/**
 * The place of a card that goes into a cord. Without room for it a column is made: it takes the place of the card that
 * followed, which moves to the right with everything beyond.
 */
function placeInto(
  document: FlowDocument,
  edge: FlowEdge,
  wanted: Point | undefined,
  height: number,
): { at: Point; moved: Record<string, Point> } {
  const [a, b] = [document.layout[edge.from] ?? ORIGIN, document.layout[edge.to] ?? ORIGIN];
  const source = document.nodes.find((node) => node.id === edge.from);
  if (b.x <= a.x || !source) {
    return {
      at: wanted ?? (source ? placeAfter(document, source, edge.exit, viewOf, height) : freePlace(document, viewOf, b, height)),
      moved: {},
    };
  }
  const step = CARD.width + GAP_X;
  const roomy = b.x - a.x >= 2 * step;
  const at = wanted ?? (roomy ? freePlace(document, viewOf, { x: a.x + step, y: b.y }, height) : b);
  const push = snap(Math.max(0, at.x + step - b.x));
  if (push === 0) return { at, moved: {} };
  const beyond = document.nodes.filter(({ id }) => id === edge.to || (document.layout[id]?.x ?? 0) > b.x + CARD.width / 2);
  const moved = beyond.map(({ id }) => {
    const { x, y } = document.layout[id] ?? ORIGIN;
    return [id, { x: x + push, y }] as const;
  });
  return { at, moved: Object.fromEntries(moved) };
}
const ORIGIN: Point = { x: 0, y: 0 };

export function connect({ store }: Editor, from: string, exit: string, to: string): void {
  store.dispatch({ type: "addEdge", edge: { from, exit, to } }, { select: { cords: new Set([cordKey(from, exit)]) } });
}

/** Plugs a card into what it is dropped on. */
export function plugCommands(document: FlowDocument, nodeId: string, plug: Plug): Command[] {
  if (plug.kind === "exit") return [{ type: "addEdge", edge: { from: plug.nodeId, exit: plug.exit, to: nodeId } }];
  const node = document.nodes.find(({ id }) => id === nodeId);
  const edge = document.edges.find((candidate) => keyOf(candidate) === plug.key);
  const onwards = node && mainExit(node);
  if (!edge || onwards === undefined) return [];
  return [
    { type: "addEdge", edge: { ...edge, to: nodeId } },
    { type: "addEdge", edge: { from: nodeId, exit: onwards, to: edge.to } },
  ];
}

/** Deletes what is selected and says how to get it back. */
export function deleteSelection({ store }: Editor): void {
  const { document, selection } = store.getState();
  const nodes = document.nodes.filter((node) => selection.nodes.has(node.id));
  const kept = nodes.filter((node) => isEntry(node) || document.layout[node.id]?.locked);
  const commands: Command[] = [...selection.cords].flatMap((key) => {
    const edge = document.edges.find((candidate) => keyOf(candidate) === key);
    return edge ? [{ type: "removeEdge", from: edge.from, exit: edge.exit }] : [];
  });
  commands.push({ type: "removeNodes", nodeIds: nodes.map((node) => node.id) }, { type: "removeNotes", noteIds: [...selection.notes] });
  const steps = nodes.length - kept.length;
  if (store.dispatch(commands, { select: { nodes: new Set(kept.map((node) => node.id)) } })) {
    if (steps > 1) toast(`Deleted ${steps} steps`, { action: { label: "Undo", onClick: () => store.undo() } });
  }
  const locked = kept.some((node) => !isEntry(node)) || document.notes.some((note) => note.locked && selection.notes.has(note.id));
  if (locked) toast("What is locked isn’t deleted. Unlock it first.");
  else if (kept.length > 0 && steps === 0 && commands.length === 2) toast("Every flow needs its Start. It can’t be deleted.");
}

export function copySelection({ store }: Editor): string | null {
  const { document, selection } = store.getState();
  const inside = within(document, selection.notes, viewOf);
  const chosen = { nodes: new Set([...selection.nodes, ...inside.nodeIds]), notes: new Set([...selection.notes, ...inside.noteIds]) };
  return copyText(document, chosen, isEntry);
}

/** False when the text holds no steps. Without `at` it lands `by` beside where it was copied. */
export function pasteText({ store }: Editor, text: string, at?: Point, by?: Point): boolean {
  const pasted = pasteCommands(store.getState().document, text, isEntry, at, by);
  if (pasted === null) return false;
  store.dispatch(pasted.commands, { select: { nodes: new Set(pasted.nodeIds), notes: new Set(pasted.noteIds) } });
  return true;
}

/** Copies what is selected, `by` beside it. */
export function duplicateSelection(editor: Editor, by?: Point): void {
  const text = copySelection(editor);
  if (text) pasteText(editor, text, undefined, by);
}

/** Answers its id. */
export function addNote({ store }: Editor, at: Point): string {
  const { document } = store.getState();
  const id = freshId("note", (candidate) => document.notes.some((note) => note.id === candidate));
  const size = { width: CARD.width, height: 96 };
  // Cards lie above notes: one put below a card could neither be read nor clicked.
  const note = { id, ...freePlace(document, viewOf, at, size.height), ...size, text: "" };
  store.dispatch({ type: "addNote", note }, { select: { notes: new Set([id]) } });
  return id;
}

/** The box around cards, for fitting and panning. */
export function boxOf(document: FlowDocument, node: FlowNode): { x: number; y: number; width: number; height: number } {
  const at = document.layout[node.id] ?? { x: 0, y: 0 };
  return { ...at, width: CARD.width, height: heightOf(document, node, viewOf) };
}

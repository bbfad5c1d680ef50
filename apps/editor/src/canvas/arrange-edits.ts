import type { FlowDocument } from "@cordboard/flow";
import { freshId, viewOf, type Command, type Editor, type Selection, type Things } from "../document/index.ts";
import { toast } from "../ui/index.ts";
import { aligned, distributed, type Alignment, type Boxes, type Direction } from "./arrange.ts";
import { boxAround, cardRect, within } from "./frames.ts";
import { tidyCommands } from "./tidy.ts";

/** Edits of where things lie. Each is one step back; none changes what the flow does. */

/** What is selected, with what lies in selected frames. */
export function selectedThings({ store }: Editor): Things {
  const { document, selection } = store.getState();
  const inside = within(document, selection.notes, viewOf);
  return {
    nodeIds: [...new Set([...selection.nodes, ...inside.nodeIds])],
    noteIds: [...new Set([...selection.notes, ...inside.noteIds])],
  };
}

function boxesOf(document: FlowDocument, { nodes, notes }: Selection): Boxes {
  return new Map([
    ...document.nodes.filter(({ id }) => nodes.has(id)).map((node) => [node.id, cardRect(document, node, viewOf)] as const),
    ...document.notes.filter(({ id }) => notes.has(id)).map(({ id, x, y, width, height }) => [id, { x, y, width, height }] as const),
  ]);
}

/** Moves cards and notes by id. */
export function moveCommands(document: FlowDocument, places: ReadonlyMap<string, { x: number; y: number }>): Command[] {
  const notes = document.notes.flatMap((note): Command[] => {
    const at = places.get(note.id);
    return at && (at.x !== note.x || at.y !== note.y) ? [{ type: "setNote", noteId: note.id, patch: { x: at.x, y: at.y } }] : [];
  });
  const cards = [...places].filter(([id, at]) => {
    const was = document.layout[id];
    return !was || was.x !== at.x || was.y !== at.y;
  });
  return [{ type: "moveNodes", to: Object.fromEntries(cards) }, ...notes];
}

export function align({ store }: Editor, how: Alignment): void {
  const { document, selection } = store.getState();
  store.dispatch(moveCommands(document, aligned(boxesOf(document, selection), how)));
}

export function distribute({ store }: Editor, direction: Direction): void {
  const { document, selection } = store.getState();
  store.dispatch(moveCommands(document, distributed(boxesOf(document, selection), direction)));
}

/** ms after which it says that it is at work. */
const PATIENCE = 300;

/** Of several selected cards only those, else the whole flow. */
export async function tidy({ store }: Editor): Promise<void> {
  const { document, selection } = store.getState();
  let said: string | number | undefined;
  const timer = setTimeout(() => (said = toast.loading("Tidying up")), PATIENCE);
  try {
    const commands = await tidyCommands(document, viewOf, selection.nodes.size > 1 ? { only: selection.nodes } : {});
    store.dispatch(commands);
  } catch {
    toast.error("The flow could not be tidied up. Try it again, or with fewer steps selected.");
  } finally {
    clearTimeout(timer);
    if (said !== undefined) toast.dismiss(said);
  }
}

export function groupSelection(editor: Editor): void {
  editor.store.dispatch({ type: "group", group: freshId("group", () => false), ...selectedThings(editor) });
}

export function ungroupSelection(editor: Editor): void {
  editor.store.dispatch({ type: "group", group: null, ...selectedThings(editor) });
}

/** Puts a frame around what is selected. Answers its id; null when nothing is. */
export function frameSelection(editor: Editor): string | null {
  const { store } = editor;
  const { document } = store.getState();
  const box = boxAround(document, selectedThings(editor), viewOf);
  if (!box) return null;
  const id = freshId("frame", (candidate) => document.notes.some((note) => note.id === candidate));
  store.dispatch({ type: "addNote", note: { id, ...box, text: "", frame: true } }, { select: { notes: new Set([id]) } });
  return id;
}

export function lockSelection(editor: Editor, locked: boolean): void {
  editor.store.dispatch({ type: "lock", locked, ...selectedThings(editor) });
}

/** Whether something selected is locked, or in a group. */
export function heldOf({ store }: Editor): { locked: boolean; grouped: boolean } {
  const { document, selection } = store.getState();
  const held = [...[...selection.nodes].map((id) => document.layout[id]), ...document.notes.filter(({ id }) => selection.notes.has(id))];
  return { locked: held.some((one) => one?.locked), grouped: held.some((one) => one?.group !== undefined) };
}

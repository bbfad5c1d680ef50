import {
  FLOW_FORMAT,
  parseDocument,
  referencesIn,
  renameNode,
  renameVariable,
  toName,
  uniqueName,
  type FlowDocument,
  type FlowNode,
  type FlowNote,
} from "@cordboard/flow";
import type { Command, FlowVariable, Point } from "./command.ts";
import { freshId, takenNames } from "./names.ts";
import { textsOf } from "./texts.ts";

export const CLIP_FORMAT = "cordboard/clip@1";

/** What is chosen to be copied. */
export interface Chosen {
  nodes: ReadonlySet<string>;
  notes: ReadonlySet<string>;
}
type IsEntry = (node: FlowNode) => boolean;
/** A clip has the parts of a document, so that it is read as strictly as one. */
type Clip = Pick<FlowDocument, "nodes" | "edges" | "layout" | "notes" | "variables">;

/**
 * What is copied, as JSON text: the chosen nodes and notes, the cords between them, where they lay, and the flow
 * variables that the nodes read. The entry stays behind, a flow has one. Null when nothing is left.
 */
export function copyText(document: FlowDocument, chosen: Chosen, isEntry: IsEntry): string | null {
  const nodes = document.nodes.filter((node) => chosen.nodes.has(node.id) && !isEntry(node));
  const notes = document.notes.filter((note) => chosen.notes.has(note.id));
  if (nodes.length + notes.length === 0) return null;
  const ids = new Set(nodes.map((node) => node.id));
  const edges = document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  const layout = Object.fromEntries(nodes.map((node) => [node.id, document.layout[node.id] ?? { x: 0, y: 0 }]));
  const read = readBy(nodes);
  const variables = document.variables.filter((variable) => read.has(variable.name));
  return JSON.stringify({ format: CLIP_FORMAT, nodes, edges, layout, notes, variables }, null, 2);
}

/** Flow variables that these nodes read. */
function readBy(nodes: readonly FlowNode[]): ReadonlySet<string> {
  const paths = nodes.flatMap((node) => textsOf(node.config).flatMap((text) => referencesIn(text).map(({ path }) => path)));
  return new Set(paths.flatMap(([first, name]) => (first === "vars" && name !== undefined ? [name] : [])));
}

/** A clip, or a whole flow document (its entry is left out). Null for any other text. */
function readClip(text: string, isEntry: IsEntry): Clip | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof raw !== "object" || raw === null || !("format" in raw)) return null;
  const wrapped = raw.format === CLIP_FORMAT ? { ...raw, format: FLOW_FORMAT, name: "Clip" } : raw;
  const { document } = parseDocument(wrapped);
  if (!document) return null;
  const nodes = document.nodes.filter((node) => !isEntry(node));
  if (nodes.length + document.notes.length === 0) return null;
  const ids = new Set(nodes.map((node) => node.id));
  return { ...document, nodes, edges: document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)) };
}

export interface Pasted {
  commands: Command[];
  nodeIds: string[];
  noteIds: string[];
}

/**
 * The commands that paste `text`: its middle at `at`, or `by` from where it was copied (a step beside). Ids are new, names
 * unique, references among what is pasted follow the new names. Flow variables come along; one whose name means something
 * else here gets another name. Null when the text holds no steps.
 */
export function pasteCommands(document: FlowDocument, text: string, isEntry: IsEntry, at?: Point, by: Point = BESIDE): Pasted | null {
  const read = readClip(text, isEntry);
  if (!read) return null;
  const clip = withOwnNames(document, read);
  const takenIds = new Set([...document.nodes, ...document.notes].map(({ id }) => id));
  const fresh = (stem: string): string => {
    const id = freshId(stem, (candidate) => takenIds.has(candidate));
    takenIds.add(id);
    return id;
  };
  const ids = new Map(clip.nodes.map((node) => [node.id, fresh(node.type)]));
  const shift = at ? shiftTo(clip, at) : by;
  const moved = ({ x, y }: Point): Point => ({ x: x + shift.x, y: y + shift.y });
  // Neither locked nor of a group: the copy is to be moved now.
  const notes = clip.notes.map(({ width, height, text, frame, ...place }): FlowNote => ({
    id: fresh("note"),
    ...moved(place),
    width,
    height,
    text,
    ...(frame && { frame }),
  }));
  const commands: Command[] = [{ type: "addVariables", variables: clip.variables }];
  for (const node of clip.nodes) {
    commands.push({ type: "addNode", node: { ...node, id: ids.get(node.id) ?? node.id }, at: moved(clip.layout[node.id] ?? ORIGIN) });
  }
  for (const edge of clip.edges) {
    const [from, to] = [ids.get(edge.from), ids.get(edge.to)];
    if (from !== undefined && to !== undefined) commands.push({ type: "addEdge", edge: { from, exit: edge.exit, to } });
  }
  commands.push(...notes.map((note): Command => ({ type: "addNote", note })));
  for (const [group, members] of groupsOf(clip)) {
    const nodeIds = members.flatMap((id) => ids.get(id) ?? []);
    const noteIds = clip.notes.flatMap((note, index) => (note.group === group ? (notes[index]?.id ?? []) : []));
    commands.push({ type: "group", group: freshId("group", () => false), nodeIds, noteIds });
  }
  return { commands, nodeIds: [...ids.values()], noteIds: notes.map(({ id }) => id) };
}

/** Nodes by their group. */
function groupsOf({ nodes, notes, layout }: Clip): Map<string, string[]> {
  const groups = new Map<string, string[]>(notes.flatMap(({ group }) => (group === undefined ? [] : [[group, []]])));
  for (const { id } of nodes) {
    const group = layout[id]?.group;
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), id]);
  }
  return groups;
}

/** Renames within a document that holds only the clip, so that the flow's own renaming mends the references. */
function withOwnNames(document: FlowDocument, clip: Clip): Clip {
  const taken = takenNames(document);
  const inClip = new Set(clip.nodes.map((node) => node.name));
  let mended: FlowDocument = { ...document, ...clip, tests: [] };
  for (const { id, name } of clip.nodes) {
    if (!taken.has(name)) {
      taken.add(name);
      continue;
    }
    const unique = uniqueName(toName(name) ?? "Step", new Set([...taken, ...inClip]));
    taken.add(unique);
    mended = renameNode(mended, id, unique);
  }
  const variables = new Set([...document.variables, ...clip.variables].map((variable) => variable.name));
  for (const variable of clip.variables) {
    const here = document.variables.find(({ name }) => name === variable.name);
    if (!here || sameMeaning(here, variable)) continue;
    const unique = uniqueName(variable.name, variables);
    variables.add(unique);
    mended = renameVariable(mended, variable.name, unique);
  }
  return mended;
}

/** Values of one kind under one name are one variable, whatever it begins with. */
const sameMeaning = (a: FlowVariable, b: FlowVariable): boolean => a.type === b.type;

const ORIGIN: Point = { x: 0, y: 0 };
const BESIDE: Point = { x: 40, y: 40 };
function shiftTo(clip: Clip, at: Point): Point {
  const places = [...clip.nodes.map((node) => clip.layout[node.id] ?? ORIGIN), ...clip.notes];
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    x: Math.round(at.x - middle(places.map((place) => place.x))),
    y: Math.round(at.y - middle(places.map((place) => place.y))),
  };
}

import {
  FLOW_FORMAT,
  parseDocument,
  renameNode,
  toName,
  uniqueName,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
} from "@cordboard/flow";
import type { Command, Point } from "./command.ts";
import { freshId, takenNames } from "./names.ts";

export const CLIP_FORMAT = "cordboard/clip@1";

/**
 * What is copied, as JSON text: the chosen nodes, the cords between them and where they lay.
 * The entry stays behind, a flow has one. Null when nothing is left.
 */
export function copyText(document: FlowDocument, nodeIds: ReadonlySet<string>, isEntry: (node: FlowNode) => boolean): string | null {
  const nodes = document.nodes.filter((node) => nodeIds.has(node.id) && !isEntry(node));
  if (nodes.length === 0) return null;
  const ids = new Set(nodes.map((node) => node.id));
  const edges = document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  const layout = Object.fromEntries(nodes.map((node) => [node.id, document.layout[node.id] ?? { x: 0, y: 0 }]));
  return JSON.stringify({ format: CLIP_FORMAT, nodes, edges, layout }, null, 2);
}

interface Clip {
  nodes: FlowNode[];
  edges: FlowEdge[];
  layout: Record<string, Point>;
}

/** A clip, or a whole flow document (its entry is left out). Null for any other text. */
function readClip(text: string, isEntry: (node: FlowNode) => boolean): Clip | null {
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
  const ids = new Set(nodes.map((node) => node.id));
  return { nodes, edges: document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)), layout: document.layout };
}

/**
 * The commands that paste `text`, its middle at `at` (or a step beside where it was copied from).
 * Ids are new, names unique, and references among the pasted nodes follow the new names.
 */
export function pasteCommands(
  document: FlowDocument,
  text: string,
  isEntry: (node: FlowNode) => boolean,
  at?: Point,
): { commands: Command[]; nodeIds: string[] } | null {
  const clip = readClip(text, isEntry);
  if (!clip || clip.nodes.length === 0) return null;
  const takenIds = new Set(document.nodes.map((node) => node.id));
  const ids = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = freshId(node.type, (candidate) => takenIds.has(candidate));
    takenIds.add(id);
    ids.set(node.id, id);
  }
  const renamed = withUniqueNames(document, clip.nodes);
  const shift = shiftFor(clip, at);
  const nodes = renamed.map((node) => ({ ...node, id: ids.get(node.id) ?? node.id }));
  const commands: Command[] = clip.nodes.map((old, index) => {
    const from = clip.layout[old.id] ?? { x: 0, y: 0 };
    return { type: "addNode", node: nodes[index] ?? old, at: { x: from.x + shift.x, y: from.y + shift.y } };
  });
  for (const edge of clip.edges) {
    const [from, to] = [ids.get(edge.from), ids.get(edge.to)];
    if (from !== undefined && to !== undefined) commands.push({ type: "addEdge", edge: { from, exit: edge.exit, to } });
  }
  return { commands, nodeIds: nodes.map((node) => node.id) };
}

/** Renames within a document that holds only the clip, so that the flow's own rename mends the references. */
function withUniqueNames(document: FlowDocument, nodes: FlowNode[]): FlowNode[] {
  const taken = takenNames(document);
  let clip: FlowDocument = { ...document, nodes, edges: [], layout: {} };
  const inClip = new Set(nodes.map((node) => node.name));
  for (const node of nodes) {
    if (!taken.has(node.name)) {
      taken.add(node.name);
      continue;
    }
    const name = uniqueName(toName(node.name) ?? "Step", new Set([...taken, ...inClip]));
    taken.add(name);
    clip = renameNode(clip, node.id, name);
  }
  return clip.nodes;
}

const BESIDE = 40;
function shiftFor(clip: Clip, at: Point | undefined): Point {
  if (!at) return { x: BESIDE, y: BESIDE };
  const places = clip.nodes.map((node) => clip.layout[node.id] ?? { x: 0, y: 0 });
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    x: Math.round(at.x - middle(places.map((place) => place.x))),
    y: Math.round(at.y - middle(places.map((place) => place.y))),
  };
}

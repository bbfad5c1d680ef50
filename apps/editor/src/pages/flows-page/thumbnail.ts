import { manifests } from "@cordboard/components/manifest";
import type { Group } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";

const CARD = { width: 240, height: 150 };
/** A stamp of a tall or long flow still shows something: its shape is never squeezed below this. */
const SMALLEST = { width: 900, height: 420 };
const GROUPS = new Map<string, Group>(manifests.map((manifest) => [manifest.type, manifest.group]));

export interface Thumbnail {
  viewBox: string;
  cards: { id: string; x: number; y: number; width: number; height: number; group: Group | "control" }[];
  cords: string[];
}

/** The layout of a flow as rectangles and curves. Nodes without a place stand in a row. */
export function thumbnail(document: FlowDocument): Thumbnail {
  const cards = document.nodes.map((node, index) => {
    const place = document.layout[node.id] ?? { x: index * 320, y: 0 };
    return { id: node.id, ...place, ...CARD, group: GROUPS.get(node.type) ?? ("control" as const) };
  });
  const byId = new Map(cards.map((card) => [card.id, card]));
  const cords = new Set<string>();
  for (const edge of document.edges) {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (!from || !to) continue;
    const [x1, y1, x2, y2] = [from.x + from.width, from.y + 95, to.x, to.y + 35];
    const bend = Math.max(60, Math.abs(x2 - x1) / 2);
    cords.add(`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
  }
  return { viewBox: frame(cards), cards, cords: [...cords] };
}

function frame(cards: { x: number; y: number; width: number; height: number }[]): string {
  const margin = 60;
  const left = Math.min(0, ...cards.map((card) => card.x)) - margin;
  const top = Math.min(0, ...cards.map((card) => card.y)) - margin;
  const width = Math.max(0, ...cards.map((card) => card.x + card.width)) + margin - left;
  const height = Math.max(0, ...cards.map((card) => card.y + card.height)) + margin - top;
  const [w, h] = [Math.max(width, SMALLEST.width), Math.max(height, SMALLEST.height)];
  return [left - (w - width) / 2, top - (h - height) / 2, w, h].map(Math.round).join(" ");
}

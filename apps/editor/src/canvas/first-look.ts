import { getViewportForBounds, type ReactFlowInstance } from "@xyflow/react";
import type { BoardNode, CordEdge } from "./board-types.ts";

const FIT = { padding: 0.15, maxZoom: 1, minZoom: 0.25 };
/** Below this the lines of a card can't be read. */
const LEGIBLE = 0.7;
/** Around the first card, px of the screen. */
const LEFT = 96;
const TOP = 160;
/** Above and below a flow that is shown as high as it is. */
const GAP = 24;

interface Look {
  /** Of the board on the screen, px. */
  width: number;
  height: number;
  showFirst?: readonly string[];
  legible: boolean;
}

/**
 * Of a run the cards it visited, else the whole flow. One that has only begun lies at the left, with room for what comes,
 * and so does one that is too large to be read as a whole.
 */
export function firstLook(
  flow: ReactFlowInstance<BoardNode, CordEdge>,
  nodes: BoardNode[],
  { width, height, showFirst = [], legible }: Look,
): void {
  const first = nodes.find((node) => node.type === "card" && node.data.view.manifest?.entry) ?? nodes[0];
  if (showFirst.length > 0) return void flow.fitView({ ...FIT, minZoom: 0.5, nodes: showFirst.map((id) => ({ id })) });
  if (!first) return void flow.fitView(FIT);
  if (nodes.length === 1) return void flow.setViewport({ x: LEFT - first.position.x, y: TOP - first.position.y, zoom: 1 });
  const box = flow.getNodesBounds(nodes);
  const whole = getViewportForBounds(box, width, height, FIT.minZoom, FIT.maxZoom, FIT.padding);
  if (!legible || whole.zoom >= LEGIBLE) return void flow.setViewport(whole);
  // As high as fits is shown as a whole; of more, what stands around the first card.
  const middle = box.height * LEGIBLE <= height - 2 * GAP ? box.y + box.height / 2 : first.position.y + TOP;
  void flow.setViewport({ x: LEFT / 2 - first.position.x * LEGIBLE, y: height / 2 - middle * LEGIBLE, zoom: LEGIBLE });
}

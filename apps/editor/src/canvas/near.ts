import type { FlowDocument, FlowNode, NodeView } from "@cordboard/flow";
import type { Point } from "../document/command.ts";
import { keyOf } from "../document/selection.ts";
import { CARD } from "./geometry.ts";
import { shapeIn } from "./place.ts";
import { wiringOf } from "./wiring.ts";

type ViewOf = (node: FlowNode) => NodeView;

/** What letting go would plug in. */
export type Plug =
  | { kind: "cord"; key: string }
  /** From the jack of a bare exit to the input of the card in the hand. */
  | { kind: "exit"; nodeId: string; exit: string; jack: Point; input: Point };

/** How far the input may be from a bare jack, px of the flow: right of it, and up or down. */
const REACH = { left: 24, right: 72, across: 40 };

/** The exit that a card with its input there would be plugged into: the nearest, if it is bare. Null when none is close by. */
export function exitNear(document: FlowDocument, viewOf: ViewOf, input: Point, self: string | null): Plug | null {
  let best: Plug | null = null;
  let least = Infinity;
  for (const node of document.nodes) {
    const at = document.layout[node.id];
    const right = input.x - (at?.x ?? 0) - CARD.width;
    if (!at || node.id === self || right < -REACH.left || right > REACH.right || input.y < at.y - REACH.across) continue;
    for (const row of shapeIn(document, node, viewOf).rows) {
      const down = Math.abs(input.y - at.y - row.y);
      const far = down + Math.abs(right);
      if (down > REACH.across || far >= least) continue;
      least = far;
      const taken = row.wired || row.gone || row.exit.optional === true || row.exit.handler !== undefined;
      best = taken ? null : { kind: "exit", nodeId: node.id, exit: row.exit.id, jack: { x: at.x + CARD.width, y: at.y + row.y }, input };
    }
  }
  return best;
}

/** Whether a card hangs on no cord yet that leads to it: only such a card is plugged in when it is dropped. */
export function isLoose(document: FlowDocument, node: FlowNode, viewOf: ViewOf): boolean {
  return !viewOf(node).manifest?.entry && !wiringOf(document).reached.has(node.id);
}

/** Whether the cord begins or ends at the node. */
export function holds(document: FlowDocument, key: string, nodeId: string): boolean {
  return document.edges.some((edge) => keyOf(edge) === key && (edge.from === nodeId || edge.to === nodeId));
}

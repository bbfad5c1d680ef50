import type { FlowEdge } from "@cordboard/flow";
import { keyOf } from "../document/selection.ts";
import { INPUT, type CardData, type CardNode, type CordEdge, type CordRoute } from "./board-types.ts";
import type { DeriveInput } from "./derive.ts";
import { CARD, exitY } from "./geometry.ts";
import { shallowEqual } from "./same.ts";

/** From which cards a cord was made: as long as both stay, so does what it draws. */
const madeFrom = new WeakMap<CordEdge, readonly [CardData, CardData]>();

/** The cord of an edge; null when an end of it isn't on the board. */
export function deriveCord(
  edge: FlowEdge,
  input: DeriveInput,
  cards: ReadonlyMap<string, CardNode>,
  old: ReadonlyMap<string, CordEdge>,
): CordEdge | null {
  const [from, to] = [cards.get(edge.from)?.data, cards.get(edge.to)?.data];
  if (!from || !to) return null;
  const key = keyOf(edge);
  const selected = input.selection.cords.has(key);
  const travelled = input.overlay?.cords.has(key) ?? false;
  const pulse = input.overlay?.pulse?.cord === key ? input.overlay.pulse.seq : null;
  const value = input.overlay?.values?.get(key) ?? null;
  const before = old.get(key);
  const ends = before && madeFrom.get(before);
  if (before?.data && ends?.[0] === from && ends[1] === to && before.selected === selected) {
    if (before.data.travelled === travelled && before.data.pulse === pulse && before.data.value === value) return before;
  }
  const made = { ...route(edge, from, to), travelled, pulse, value };
  const data = before?.data && shallowEqual(before.data, made) ? before.data : made;
  const cord: CordEdge = {
    id: key,
    type: "cord",
    source: edge.from,
    sourceHandle: edge.exit,
    target: edge.to,
    targetHandle: INPUT,
    data,
    selected,
    ariaLabel: `Cord: ${data.title}`,
  };
  const same = before && before.data === data && before.target === edge.to && before.selected === selected ? before : cord;
  madeFrom.set(same, [from, to]);
  return same;
}

function route(edge: FlowEdge, from: CardData, to: CardData): CordRoute {
  const { shape, view } = from;
  const row = shape.rows.findIndex((other) => other.exit.id === edge.exit);
  const label = view.exits.find((exit) => exit.id === edge.exit)?.label ?? edge.exit;
  return {
    group: view.manifest?.group ?? null,
    title: `${view.node.name} · ${label} → ${to.view.node.name}`,
    lane: row < 0 ? shape.rows.length : row,
    lanes: shape.rows.length + (shape.folded.length > 0 ? 1 : 0),
    belowFrom: shape.height - exitY(shape, edge.exit),
    belowTo: to.shape.height - CARD.inputY,
  };
}

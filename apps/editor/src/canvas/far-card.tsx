import { Position } from "@xyflow/react";
import { cx, NodeIcon } from "../ui/index.ts";
import { INPUT, type CardData } from "./board-types.ts";
import { cardClass, tintStyle } from "./card.tsx";
import { CARD } from "./geometry.ts";

export interface FarCardProps {
  data: CardData;
  selected: boolean;
  /** Too far for text as well. */
  faint: boolean;
}

/** A card from afar: colour, icon and name, large enough to be read. */
export function FarCard({ data, selected, faint }: FarCardProps) {
  const { node, manifest } = data.view;
  const { rows, folded, foldY } = data.shape;
  return (
    <div className={cx(cardClass(data, selected), "card-far", faint && "card-faint")} style={tintStyle(data)} data-node={node.name}>
      {!faint && <NodeIcon name={manifest?.icon ?? "puzzle"} size={30} />}
      {!faint && <span>{node.name.replaceAll("_", " ")}</span>}
      {!manifest?.entry && <Place type="target" id={INPUT} y={CARD.inputY} />}
      {rows.map(({ exit, y }) => (
        <Place key={exit.id} type="source" id={exit.id} y={y} />
      ))}
      {folded.map(({ id }) => (
        <Place key={id} type="source" id={id} y={foldY} />
      ))}
    </div>
  );
}

/** Where a jack would be: React Flow measures these when a card comes into sight, and cords need them at any distance. */
function Place({ type, id, y }: { type: "source" | "target"; id: string; y: number }) {
  const right = type === "source";
  return (
    <i
      className={`jack-place ${type} ${right ? "right-0" : "left-0"}`}
      data-handleid={id}
      data-handlepos={right ? Position.Right : Position.Left}
      style={{ top: y }}
    />
  );
}

import { NodeIcon } from "../ui/index.ts";
import type { CardData } from "./board-types.ts";
import { cardClass, tintStyle } from "./card.tsx";

export interface FarCardProps {
  data: CardData;
  selected: boolean;
  /** Too far for text as well. */
  faint: boolean;
}

/** A card from afar: colour, icon and name, large enough to be read. */
export function FarCard({ data, selected, faint }: FarCardProps) {
  const { node, manifest } = data.view;
  return (
    <div className={`${cardClass(data, selected)} card-far`} style={tintStyle(data)} data-node={node.name}>
      {!faint && <NodeIcon name={manifest?.icon ?? "puzzle"} size={30} />}
      {!faint && <span>{node.name.replaceAll("_", " ")}</span>}
    </div>
  );
}

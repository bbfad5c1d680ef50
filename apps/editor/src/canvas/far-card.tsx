import { NodeIcon } from "../ui/index.ts";
import { cardClass, tintStyle, type CardProps } from "./card.tsx";

/** A card from afar: colour, icon and name, large enough to be read. */
export function FarCard({ data, selected }: CardProps) {
  const { node, manifest } = data.view;
  return (
    <div className={`${cardClass(data, selected)} card-far`} style={tintStyle(data)} data-node={node.name}>
      <NodeIcon name={manifest?.icon ?? "puzzle"} size={30} />
      <span>{node.name.replaceAll("_", " ")}</span>
    </div>
  );
}

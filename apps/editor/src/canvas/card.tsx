import type { NodeProps } from "@xyflow/react";
import { memo, useContext, type CSSProperties } from "react";
import { cx } from "../ui/index.ts";
import { SightContext } from "./board-context.ts";
import type { CardData, CardNode } from "./board-types.ts";
import { CardExits } from "./card-exits.tsx";
import { CardFace } from "./card-face.tsx";
import { CardHeader } from "./card-header.tsx";
import { CardMarks } from "./card-marks.tsx";
import { FarCard } from "./far-card.tsx";
import { InputJack } from "./jack.tsx";
import { tintOf } from "./tint.ts";

type Props = NodeProps<CardNode>;

/** The position is React Flow's business: a card that is dragged isn't drawn again. */
export const Card = memo(
  function Card({ id, data, selected }: Props) {
    const sight = useContext(SightContext);
    return sight !== "near" ? (
      <FarCard data={data} selected={selected} faint={sight === "faint"} />
    ) : (
      <NearCard id={id} data={data} selected={selected} />
    );
  },
  (a, b) => a.id === b.id && a.data === b.data && a.selected === b.selected,
);

export interface CardProps {
  id: string;
  data: CardData;
  selected: boolean;
}

function NearCard({ id, data, selected }: CardProps) {
  const { view, step } = data;
  const known = view.manifest !== null;
  return (
    <div className={cardClass(data, selected)} style={tintStyle(data)} data-node={view.node.name} data-type={view.node.type}>
      <CardHeader id={id} data={data} />
      <CardFace data={data} />
      <CardExits id={id} data={data} />
      {!view.manifest?.entry && <InputJack nodeId={id} wired={data.reached} lit={step !== null} />}
      <CardMarks data={data} known={known} />
    </div>
  );
}

export function cardClass({ view, step, callers }: CardData, selected: boolean): string {
  return cx(
    "card",
    !view.manifest && "card-unknown",
    selected && "card-selected",
    step && `card-${step.state}`,
    callers > 0 && "card-live",
  );
}

export function tintStyle({ view }: CardData): CSSProperties {
  const style: CSSProperties & Record<"--tint", string> = { "--tint": tintOf(view.manifest?.group ?? null) };
  return style;
}

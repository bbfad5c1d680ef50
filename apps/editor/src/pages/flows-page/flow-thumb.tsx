import type { FlowDocument } from "@cordboard/flow";
import { thumbnail } from "./thumbnail.ts";

/** The flow's shape at the size of a stamp. */
export function FlowThumb({ document, className }: { document: FlowDocument; className?: string }) {
  const { viewBox, cards, cords } = thumbnail(document);
  return (
    <svg viewBox={viewBox} className={className} aria-hidden preserveAspectRatio="xMidYMid meet">
      {cords.map((cord) => (
        <path key={cord} d={cord} fill="none" className="stroke-control" strokeWidth={16} />
      ))}
      {cards.map((card) => (
        <rect
          key={card.id}
          x={card.x}
          y={card.y}
          width={card.width}
          height={card.height}
          rx={20}
          style={{ fill: `var(--${card.group})` }}
        />
      ))}
    </svg>
  );
}

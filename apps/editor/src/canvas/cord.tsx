import { useStore, type EdgeProps } from "@xyflow/react";
import { memo, useContext, useState, type CSSProperties } from "react";
import { cx } from "../ui/index.ts";
import { FarContext, useBoard } from "./board-context.ts";
import type { CordEdge } from "./board-types.ts";
import { cordPath, type CordPath } from "./cord-path.ts";
import { CARD } from "./geometry.ts";
import { tintOf } from "./tint.ts";

/** React Flow ends a cord at the outer edge of what can be hit; it belongs into the jack. */
const INTO_JACK = (CARD.jackHit - CARD.jack) / 2;

export const Cord = memo(function Cord({ id, sourceX, sourceY, targetX, targetY, data, selected }: EdgeProps<CordEdge>) {
  const far = useContext(FarContext);
  const [hovered, setHovered] = useState(false);
  if (!data) return null;
  const ends = { ...data, fromX: sourceX - INTO_JACK, fromY: sourceY, toX: targetX + INTO_JACK, toY: targetY };
  const path = far ? straight(ends) : cordPath(ends);
  const style: CSSProperties & Record<"--tint", string> = { "--tint": tintOf(data.group) };
  return (
    <g
      className={cx("cord", selected && "cord-selected", data.travelled && "cord-travelled")}
      style={style}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {!far && <path d={path.d} className="cord-hit react-flow__edge-interaction" />}
      <path d={path.d} className="cord-line" />
      {data.pulse !== null && <circle key={data.pulse} r={4} className="cord-pulse" style={{ offsetPath: `path("${path.d}")` }} />}
      {!far && (hovered || selected) && <CordTools id={id} path={path} title={data.title} />}
    </g>
  );
});

function straight({ fromX, fromY, toX, toY }: { fromX: number; fromY: number; toX: number; toY: number }): CordPath {
  return { d: `M${fromX},${fromY}L${toX},${toY}`, middle: { x: (fromX + toX) / 2, y: (fromY + toY) / 2 } };
}

/** The `+` in the middle and what the cord joins. */
function CordTools({ id, path: { middle }, title }: { id: string; path: CordPath; title: string }) {
  const board = useBoard();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <g transform={`translate(${middle.x} ${middle.y}) scale(${Math.min(1.6, 1 / zoom)})`}>
      {board.editable && (
        <g
          className="cord-plus"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            board.insertOn(id, { x: event.clientX, y: event.clientY });
          }}
        >
          <circle r={14} className="fill-transparent" />
          <circle r={9} className="cord-plus-disc" />
          <path d="M-4,0H4M0,-4V4" className="cord-plus-sign" />
          <title>Insert a step here</title>
        </g>
      )}
      <foreignObject x={-150} y={14} width={300} height={28} className="cord-title-box">
        <div className="cord-title">
          <span>{title}</span>
        </div>
      </foreignObject>
    </g>
  );
}

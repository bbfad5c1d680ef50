import { Position, type ConnectionLineComponentProps } from "@xyflow/react";
import { cordPath } from "./cord-path.ts";
import { CARD } from "./geometry.ts";

const INTO_JACK = (CARD.jackHit - CARD.jack) / 2;

/** The cord in the hand. */
export function CordLine({ fromX, fromY, toX, toY, fromPosition, connectionStatus }: ConnectionLineComponentProps) {
  const outwards = fromPosition === Position.Right;
  const [startX, endX] = outwards ? [fromX - INTO_JACK, toX] : [toX, fromX + INTO_JACK];
  const [startY, endY] = outwards ? [fromY, toY] : [toY, fromY];
  const snapped = connectionStatus === "valid";
  const inward = snapped && outwards ? INTO_JACK : 0;
  const near = endX - startX < 40;
  const path = near
    ? `M${startX},${startY}L${endX},${endY}`
    : cordPath({ fromX: startX, fromY: startY, toX: endX + inward, toY: endY, lane: 0, lanes: 1, belowFrom: 40, belowTo: 40 }).d;
  return (
    <g className="cord cord-selected">
      <path d={path} className="cord-line" />
      {!snapped && <circle cx={toX} cy={toY} r={5} className="cord-plug" />}
    </g>
  );
}

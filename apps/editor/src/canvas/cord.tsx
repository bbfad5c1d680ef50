import { useStore, ViewportPortal, type EdgeProps } from "@xyflow/react";
import { useStore as useStoreOf } from "zustand";
import { memo, useContext, useMemo, useState, type CSSProperties } from "react";
import { cx } from "../ui/index.ts";
import { SightContext, useBoard } from "./board-context.ts";
import type { CordEdge } from "./board-types.ts";
import { useBoardStore } from "./board-store.ts";
import { pathAlong, type CordEnds, type CordPath, type Corner } from "./cord-path.ts";
import { routeCord } from "./cord-route.ts";
import { CARD } from "./geometry.ts";
import { tintOf } from "./tint.ts";

/** React Flow ends a cord at the outer edge of what can be hit; it belongs into the jack. */
const INTO_JACK = (CARD.jackHit - CARD.jack) / 2;

export const Cord = memo(function Cord({ id, source, target, sourceX, sourceY, targetX, targetY, data, selected }: EdgeProps<CordEdge>) {
  const far = useContext(SightContext) !== "near";
  const [hovered, setHovered] = useState(false);
  const { lane = 0, lanes = 1, belowFrom = 0, belowTo = 0 } = data ?? {};
  const ends = { lane, lanes, belowFrom, belowTo, fromX: sourceX - INTO_JACK, fromY: sourceY, toX: targetX + INTO_JACK, toY: targetY };
  const path = usePath(ends, far, [source, target]);
  if (!data) return null;
  const style: CSSProperties & Record<"--tint", string> = { "--tint": tintOf(data.group) };
  return (
    <g
      className={cx("cord", far && "cord-far", selected && "cord-selected", data.travelled && "cord-travelled")}
      style={style}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {!far && <path d={path.d} className="cord-hit react-flow__edge-interaction" />}
      <path d={path.d} className="cord-line" />
      {data.pulse !== null && <circle key={data.pulse} r={4} className="cord-pulse" style={{ offsetPath: `path("${path.d}")` }} />}
      {!far && (hovered || selected) && <Plus id={id} path={path} />}
      {!far && hovered && <Title path={path} text={data.title} />}
      {!far && data.value !== null && <Value path={path} cord={data.title} text={data.value} />}
    </g>
  );
});

/** From afar a straight line; else around the cards. Drawn anew only when it leads elsewhere. */
function usePath(ends: CordEnds, far: boolean, own: readonly string[]): CordPath {
  const { around } = useBoardStore().getState();
  const way = useStoreOf(around, (cards) => (far ? "" : written(routeCord(ends, cards, own))));
  const along = useMemo(() => (way === "" ? null : pathAlong(read(way))), [way]);
  return along ?? straight(ends);
}
const written = (way: readonly Corner[]): string => way.map(([x, y]) => `${x} ${y}`).join(",");
const read = (way: string): Corner[] =>
  way.split(",").map((corner) => {
    const [x = 0, y = 0] = corner.split(" ").map(Number);
    return [x, y];
  });

function straight({ fromX, fromY, toX, toY }: { fromX: number; fromY: number; toX: number; toY: number }): CordPath {
  return { d: `M${fromX},${fromY}L${toX},${toY}`, middle: { x: (fromX + toX) / 2, y: (fromY + toY) / 2 } };
}

/** In the middle of a cord: puts a step into it. */
function Plus({ id, path: { middle } }: { id: string; path: CordPath }) {
  const board = useBoard();
  const zoom = useStore((state) => state.transform[2]);
  if (!board.editable) return null;
  return (
    <g
      className="cord-plus"
      transform={`translate(${middle.x} ${middle.y}) scale(${Math.min(1.6, 1 / zoom)})`}
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
  );
}

/** What the run took along the cord, on its middle; it grows and shrinks with the board. */
function Value({ path: { middle }, cord, text }: { path: CordPath; cord: string; text: string }) {
  return (
    <ViewportPortal>
      <div
        className="cord-value"
        data-cord={cord.split(" → ")[0]}
        style={{ transform: `translate(${middle.x}px, ${middle.y}px) translate(-50%, -50%)` }}
      >
        {text}
      </div>
    </ViewportPortal>
  );
}

/** What the cord joins, above the cards. */
function Title({ path: { middle }, text }: { path: CordPath; text: string }) {
  const zoom = useStore((state) => state.transform[2]);
  return (
    <ViewportPortal>
      <div className="cord-title" style={{ transform: `translate(${middle.x}px, ${middle.y}px) scale(${1 / zoom}) translate(-50%, 18px)` }}>
        {text}
      </div>
    </ViewportPortal>
  );
}

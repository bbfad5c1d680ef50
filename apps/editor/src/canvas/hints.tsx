import { useStore, ViewportPortal } from "@xyflow/react";
import { useEffect } from "react";
import { useBoardState } from "./board-store.ts";
import { cordPath } from "./cord-path.ts";
import type { Guide } from "./guides.ts";
import type { Plug } from "./near.ts";

/** What a hand that drags should know: what it is level with, and what letting go would plug in. */
export function Hints() {
  const guides = useBoardState((state) => state.guides);
  const plug = useBoardState((state) => state.plug);
  const left = useBoardState((state) => state.leaving);
  const key = plug?.kind === "cord" ? plug.key : null;
  useEffect(() => {
    if (key === null) return;
    const cord = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(key)}"] .cord`);
    cord?.classList.add("cord-target");
    return () => cord?.classList.remove("cord-target");
  }, [key]);
  if (guides.length === 0 && plug?.kind !== "exit" && left.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map((guide) => (
        <GuideLine key={`${guide.axis}${guide.at}`} guide={guide} />
      ))}
      {left.map(({ x, y, width, height }) => (
        <div key={`${x} ${y}`} className="left-behind" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />
      ))}
      {plug?.kind === "exit" && <Offer plug={plug} />}
    </ViewportPortal>
  );
}

function GuideLine({ guide: { axis, at, from, to } }: { guide: Guide }) {
  const zoom = useStore((state) => state.transform[2]);
  const across = axis === "y";
  const [x, y] = across ? [from, at] : [at, from];
  const thin = 1 / zoom;
  const size = across ? { width: to - from, height: thin } : { width: thin, height: to - from };
  return <div className="guide" style={{ transform: `translate(${x}px, ${y}px)`, ...size }} />;
}

/** The cord that letting go would plug in. */
function Offer({ plug: { jack, input } }: { plug: Extract<Plug, { kind: "exit" }> }) {
  const ends = { fromX: jack.x, fromY: jack.y, toX: input.x, toY: input.y, lane: 0, lanes: 1, belowFrom: 40, belowTo: 40 };
  const near = input.x - jack.x < 40;
  return (
    <svg className="cord-offer" aria-hidden>
      <path d={near ? `M${jack.x},${jack.y}L${input.x},${input.y}` : cordPath(ends).d} />
    </svg>
  );
}

import type { Span } from "@cordboard/components/manifest";
import { useRef, useState, type PointerEvent } from "react";
import { DAY, dragged, gripAt, type Grip } from "./spans.ts";

interface DayBarProps {
  spans: readonly Span[];
  /** What runs over from the night before. */
  before: number;
  onChange: (spans: Span[]) => void;
}

const share = (minutes: number): string => `${(minutes / DAY) * 100}%`;

/** The 24 hours of a day; open hours are drawn with the pointer. The field beside it says the same in words, for keys and screen readers. */
export function DayBar({ spans, before, onChange }: DayBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const [drawn, setDrawn] = useState<Span[] | null>(null);

  const minuteOf = ({ clientX }: PointerEvent): { minute: number; scale: number } => {
    const box = bar.current?.getBoundingClientRect();
    const width = box?.width ?? 1;
    return { minute: ((clientX - (box?.left ?? 0)) / width) * DAY, scale: width / DAY };
  };
  const drag = (event: PointerEvent) => {
    if (!grip.current) return;
    setDrawn(dragged(spans, grip.current, minuteOf(event).minute));
  };
  return (
    <div
      ref={bar}
      aria-hidden
      className="relative h-7 min-w-0 flex-1 cursor-crosshair touch-none overflow-hidden rounded-sm bg-pressed"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const { minute, scale } = minuteOf(event);
        grip.current = gripAt(spans, minute, scale);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        if (grip.current && drawn) onChange(drawn);
        grip.current = null;
        setDrawn(null);
      }}
      onPointerCancel={() => {
        grip.current = null;
        setDrawn(null);
      }}
    >
      {before > 0 && <span className="absolute inset-y-0 left-0 bg-ok/40" style={{ width: share(before) }} />}
      {(drawn ?? spans).map(({ from, to }) => (
        <span
          key={from}
          className="absolute inset-y-0 rounded-[3px] border-x-2 border-ok bg-ok/70"
          style={{ left: share(from), width: share(Math.min(to, DAY) - from) }}
        />
      ))}
      {[6, 12, 18].map((hour) => (
        <span key={hour} className="pointer-events-none absolute inset-y-0 w-px bg-surface/60" style={{ left: share(hour * 60) }} />
      ))}
    </div>
  );
}

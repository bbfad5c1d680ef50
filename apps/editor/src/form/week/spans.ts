import { spansOf, type Span } from "@cordboard/components/manifest";

export const DAY = 1_440;
/** Minutes. What a drag is rounded to. */
export const STEP = 30;

/** `09:00-12:00, 13:00-17:00`; one that ends after midnight says the hour of the next day. */
export function textOf(spans: readonly Span[]): string {
  return spans.map(({ from, to }) => `${clock(from)}-${clock(to > DAY ? to - DAY : to)}`).join(", ");
}

const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const two = (part: number): string => String(part).padStart(2, "0");

/** The hours with one more stretch: what overlaps or touches becomes one. */
export function withSpan(spans: readonly Span[], added: Span): Span[] {
  let one = added;
  const apart: Span[] = [];
  for (const span of spans) {
    if (span.to < one.from || span.from > one.to) apart.push(span);
    else one = { from: Math.min(span.from, one.from), to: Math.max(span.to, one.to) };
  }
  return [...apart, one].toSorted((a, b) => a.from - b.from);
}

/** Where a drag on the bar of a day began: at an edge of a stretch (which moves), else in the open. Both in minutes. */
export interface Grip {
  /** The end that stays. */
  fixed: number;
  /** The stretch whose edge is held; null: a new one. */
  held: Span | null;
}

/** px to both sides of an edge. */
const REACH = 6;

export function gripAt(spans: readonly Span[], minute: number, pxPerMinute: number): Grip {
  const near = (edge: number) => Math.abs(edge - minute) * pxPerMinute <= REACH;
  const held = spans.find((span) => near(span.from) || near(Math.min(span.to, DAY)));
  if (!held) return { fixed: snap(minute), held: null };
  return { fixed: Math.abs(held.from - minute) < Math.abs(Math.min(held.to, DAY) - minute) ? Math.min(held.to, DAY) : held.from, held };
}

/** The hours while an edge is at `minute`; a stretch without length is none. */
export function dragged(spans: readonly Span[], { fixed, held }: Grip, minute: number): Span[] {
  const others = spans.filter((span) => span !== held);
  const end = snap(minute);
  return end === fixed ? others : withSpan(others, { from: Math.min(fixed, end), to: Math.max(fixed, end) });
}

const snap = (minute: number): number => Math.min(DAY, Math.max(0, Math.round(minute / STEP) * STEP));

/** As the runtime reads it; nothing for what can't be read yet. */
export const readSpans = (text: string): Span[] => spansOf(text) ?? [];

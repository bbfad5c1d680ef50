/** A run's journal as the run view keeps it: steps in their last shape, events between them. */
import type { JournalItem, Step } from "../api/runs.ts";

export interface JournalEvent {
  seq: number;
  at: string;
  type: string;
  summary: string;
  ignored: boolean;
  data: Record<string, unknown>;
}

/** A row of the timeline, at the place where it first appeared. */
export type TimelineItem = { kind: "step"; seq: number; step: Step } | { kind: "event"; seq: number; event: JournalEvent };

export interface Journal {
  /** Last journal seq that is in here. */
  seq: number;
  items: TimelineItem[];
}

export const emptyJournal: Journal = { seq: 0, items: [] };

/** Entries come in order of `seq`; those known already change nothing. */
export function withEntries(journal: Journal, entries: readonly JournalItem[]): Journal {
  let { seq } = journal;
  let items = journal.items;
  for (const entry of entries) {
    if (entry.seq <= seq) continue;
    seq = entry.seq;
    items = withEntry(items, entry);
  }
  return seq === journal.seq ? journal : { seq, items };
}

function withEntry(items: TimelineItem[], entry: JournalItem): TimelineItem[] {
  if (entry.kind === "run") return items;
  if (entry.kind === "event") return [...items, { kind: "event", seq: entry.seq, event: { seq: entry.seq, at: entry.at, ...entry.event } }];
  const known = items.findIndex((item) => item.kind === "step" && item.step.seq === entry.step.seq);
  if (known < 0) return [...items, { kind: "step", seq: entry.seq, step: entry.step }];
  const before = items[known];
  return before ? items.with(known, { kind: "step", seq: before.seq, step: entry.step }) : items;
}

export function stepsOf(journal: Journal): Step[] {
  return journal.items.flatMap((item) => (item.kind === "step" ? [item.step] : []));
}

import type { FlowDocument } from "@cordboard/flow";
import { merge, same } from "./merge/merge.ts";

/** Steps kept: more than an afternoon's work. Documents share their parts, so a step costs what it changed. */
const KEPT = 1_000;
/** Typing in one field within this pause is one step. */
const PAUSE_MS = 1_200;

/** What came from elsewhere at one time: the text here before it, and with it. */
interface Elsewhere {
  from: FlowDocument;
  to: FlowDocument;
}

/** A text to go to, and what has come from elsewhere since: that isn't taken back, it is put in when the step is taken. */
interface Step {
  document: FlowDocument;
  since: readonly Elsewhere[];
}

export interface History {
  past: readonly Step[];
  future: readonly Step[];
  /** What the last step was about; a step with the same key soon after joins it. */
  key: string | null;
  at: number;
}

export const NO_HISTORY: History = { past: [], future: [], key: null, at: 0 };

const stepTo = (document: FlowDocument): Step => ({ document, since: [] });

/** Remembers `before`. Steps with the same `key` within the pause are one. `now` in ms. */
export function record(history: History, before: FlowDocument, key: string | null, now: number): History {
  const joins = key !== null && key === history.key && now - history.at < PAUSE_MS && history.past.length > 0;
  return { past: joins ? history.past : [...history.past, stepTo(before)].slice(-KEPT), future: [], key, at: now };
}

/** Takes in what came from elsewhere: the steps lead back to what was changed here alone. */
export function takeIn(history: History, from: FlowDocument, to: FlowDocument): History {
  if (from === to) return history;
  const known = ({ document, since }: Step): Step => {
    const last = since.at(-1);
    // Nothing was changed here in between: the two are one.
    return { document, since: last?.to === from ? [...since.slice(0, -1), { from: last.from, to }] : [...since, { from, to }] };
  };
  return { past: history.past.map(known), future: history.future.map(known), key: null, at: 0 };
}

/** Null when there is nothing left to undo; the history without what comes to nothing since, and the text as it is, when that was all. */
export function undo(history: History, current: FlowDocument): { history: History; document: FlowDocument } | null {
  if (history.past.length === 0) return null;
  const { found, left } = nearest(history.past.toReversed(), current);
  const future = found ? [stepTo(current), ...history.future] : history.future;
  return { document: found ?? current, history: { past: left.toReversed(), future, key: null, at: 0 } };
}

export function redo(history: History, current: FlowDocument): { history: History; document: FlowDocument } | null {
  if (history.future.length === 0) return null;
  const { found, left } = nearest(history.future, current);
  const past = found ? [...history.past, stepTo(current)] : history.past;
  return { document: found ?? current, history: { past, future: left, key: null, at: 0 } };
}

/** The first step that leads anywhere. One doesn't when all that it would take back was changed elsewhere as well. */
function nearest(steps: readonly Step[], current: FlowDocument): { found: FlowDocument | null; left: readonly Step[] } {
  for (const [index, { document, since }] of steps.entries()) {
    const now = since.reduce((text, { from, to }) => merge(from, text, to, () => "theirs").document, document);
    if (since.length === 0 || !same(now, current)) return { found: now, left: steps.slice(index + 1) };
  }
  return { found: null, left: [] };
}

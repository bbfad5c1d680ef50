import type { FlowDocument } from "@cordboard/flow";

/** Steps kept: more than an afternoon's work. Documents share their parts, so a step costs what it changed. */
const KEPT = 1_000;
/** Typing in one field within this pause is one step. */
const PAUSE_MS = 1_200;

export interface History {
  past: readonly FlowDocument[];
  future: readonly FlowDocument[];
  /** What the last step was about; a step with the same key soon after joins it. */
  key: string | null;
  at: number;
}

export const NO_HISTORY: History = { past: [], future: [], key: null, at: 0 };

/** Remembers `before`. Steps with the same `key` within the pause are one. `now` in ms. */
export function record(history: History, before: FlowDocument, key: string | null, now: number): History {
  const joins = key !== null && key === history.key && now - history.at < PAUSE_MS && history.past.length > 0;
  return { past: joins ? history.past : [...history.past, before].slice(-KEPT), future: [], key, at: now };
}

export function undo(history: History, current: FlowDocument): { history: History; document: FlowDocument } | null {
  const document = history.past.at(-1);
  if (!document) return null;
  return { document, history: { past: history.past.slice(0, -1), future: [current, ...history.future], key: null, at: 0 } };
}

export function redo(history: History, current: FlowDocument): { history: History; document: FlowDocument } | null {
  const [document, ...future] = history.future;
  if (!document) return null;
  return { document, history: { past: [...history.past, current], future, key: null, at: 0 } };
}

import type { Issue } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Checked {
  issues: readonly Issue[];
  byNode: ReadonlyMap<string, readonly Issue[]>;
  errors: number;
  warnings: number;
}

const NONE: Checked = { issues: [], byNode: new Map(), errors: 0, warnings: 0 };
/** A big flow is checked less often than each keystroke, so that typing never waits for it. */
const REST_FACTOR = 4;
const REST_MAX_MS = 300;

/**
 * Checks the flow after each change, never while a change is being drawn: first the frame, then the check.
 * Groups keep their identity while their issues stay the same, so that cards are not drawn for nothing.
 */
export interface Checker {
  store: StoreApi<Checked>;
  /** Tells of a new document; the check follows. */
  changed: (document: FlowDocument) => void;
  /** The issues of exactly this document, now. */
  now: (document: FlowDocument) => Checked;
  stop: () => void;
}

export function createChecker(check: (document: FlowDocument) => Issue[]): Checker {
  const store = createStore<Checked>(() => NONE);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest = 0;

  const now = (document: FlowDocument): Checked => {
    clearTimeout(timer);
    const began = performance.now();
    const next = group(check(document), store.getState());
    rest = Math.min(REST_MAX_MS, (performance.now() - began) * REST_FACTOR);
    store.setState(next);
    return next;
  };
  return {
    store,
    now,
    changed: (document) => {
      clearTimeout(timer);
      timer = setTimeout(() => now(document), rest);
    },
    stop: () => clearTimeout(timer),
  };
}

export function group(issues: readonly Issue[], previous: Checked): Checked {
  const byNode = new Map<string, readonly Issue[]>(
    Map.groupBy(
      issues.filter((issue) => issue.nodeId !== undefined),
      (issue) => issue.nodeId ?? "",
    ),
  );
  for (const [id, list] of byNode) {
    const old = previous.byNode.get(id);
    if (old && same(old, list)) byNode.set(id, old);
  }
  const count = (level: Issue["level"]) => issues.filter((issue) => issue.level === level).length;
  return { issues, byNode, errors: count("error"), warnings: count("warning") };
}

function same(a: readonly Issue[], b: readonly Issue[]): boolean {
  return a.length === b.length && a.every((issue, index) => sameIssue(issue, b[index]));
}
function sameIssue(a: Issue, b: Issue | undefined): boolean {
  return b !== undefined && a.code === b.code && a.level === b.level && a.message === b.message && a.field === b.field && a.exit === b.exit;
}

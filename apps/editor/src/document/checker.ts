import type { Issue } from "@cordboard/contract";
import type { FlowAround, FlowDocument, NumberAround } from "@cordboard/flow";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Checked {
  issues: readonly Issue[];
  byNode: ReadonlyMap<string, readonly Issue[]>;
  errors: number;
  warnings: number;
}

const NONE: Checked = { issues: [], byNode: new Map(), errors: 0, warnings: 0 };
/** After a check it rests, the longer the check took: typing in a big flow never waits for it. The first change after a rest is checked at once. */
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
  /** What is outside of the flow is another: it is checked again. */
  surround: (around: Around) => void;
  /** The issues of exactly this document, now. */
  now: (document: FlowDocument) => Checked;
  stop: () => void;
}

/** What is known outside of the flow. Of what isn't known yet nothing is said. */
export interface Around {
  /** Flows by the names that were asked for. */
  flows?: { names: readonly string[]; items: readonly FlowAround[] };
  numbers?: readonly NumberAround[];
}

export function createChecker(check: (document: FlowDocument, around: Around) => Issue[]): Checker {
  const store = createStore<Checked>(() => NONE);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: FlowDocument | null = null;
  let readyAt = 0;
  let around: Around = {};

  const now = (document: FlowDocument): Checked => {
    clearTimeout(timer);
    timer = undefined;
    const began = performance.now();
    const next = group(check(document, around), store.getState());
    const ended = performance.now();
    readyAt = ended + Math.min(REST_MAX_MS, (ended - began) * REST_FACTOR);
    store.setState(next);
    return next;
  };
  const changed = (document: FlowDocument) => {
    latest = document;
    // Not put off by the next keystroke: whoever types on sees issues all the same.
    timer ??= setTimeout(() => latest && now(latest), Math.max(0, readyAt - performance.now()));
  };
  return {
    store,
    now,
    changed,
    surround: (next) => {
      around = next;
      if (latest) changed(latest);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
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

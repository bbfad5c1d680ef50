import type { FlowDocument } from "@cordboard/flow";
import { cordKey } from "../document/selection.ts";

export { cordKey };

export interface StepMark {
  state: "visited" | "waiting" | "failed";
  /** Time spent in the step; null while it lasts. */
  ms: number | null;
  visits: number;
}

/** What a run, or all live runs of a flow, lay over its board. */
export interface RunOverlay {
  /** By node id. */
  steps: ReadonlyMap<string, StepMark>;
  /** Live runs at a node now, by node id. */
  callers: ReadonlyMap<string, number>;
  /** Cords that were travelled: `cordKey(from, exit)`. */
  cords: ReadonlySet<string>;
  /** What went along them, in a few characters: the keys that were pressed, the status of an answer. */
  values?: ReadonlyMap<string, string>;
  /** The cord that was travelled last: a pulse of light runs along it. */
  pulse?: { cord: string; seq: number };
}

/** Gaps of a journal can name nodes that a later draft no longer has; they are left out. */
export function withinDocument(overlay: RunOverlay, document: FlowDocument): RunOverlay {
  const ids = new Set(document.nodes.map((node) => node.id));
  const steps = new Map([...overlay.steps].filter(([id]) => ids.has(id)));
  return steps.size === overlay.steps.size ? overlay : { ...overlay, steps };
}

import { cordKey, type RunOverlay, type StepMark } from "../canvas/overlay.ts";
import type { FlowDocument } from "@cordboard/flow";
import { viewOf } from "../document/index.ts";
import { flowed } from "./flowed.ts";
import type { Run, Step } from "../api/runs.ts";

const failed = (step: Step) => step.error !== null;

/** What one run lays over its board: where it was, which cords it took and with what, where it is. */
export function overlayOf(steps: readonly Step[], run: Pick<Run, "status" | "waitingFor">, document?: FlowDocument): RunOverlay {
  const marks = new Map<string, StepMark>();
  const cords = new Set<string>();
  const values = new Map<string, string>();
  const nodes = new Map(document?.nodes.map((node) => [node.id, node]));
  let pulse: RunOverlay["pulse"];
  for (const step of steps) {
    const { id } = step.node;
    const before = marks.get(id);
    const waits = step.leftAt === null && run.status === "running";
    marks.set(id, {
      state: waits ? "waiting" : failed(step) ? "failed" : "visited",
      ms: step.leftAt === null ? null : Date.parse(step.leftAt) - Date.parse(step.enteredAt),
      visits: (before?.visits ?? 0) + 1,
    });
    if (step.exit === null) continue;
    const cord = cordKey(id, step.exit);
    cords.add(cord);
    const node = nodes.get(id);
    const value = node ? flowed(step, viewOf(node)) : null;
    if (value === null) values.delete(cord);
    else values.set(cord, value);
    if (run.status === "running") pulse = { cord, seq: step.seq };
  }
  const here =
    run.status === "running" ? (run.waitingFor[0]?.nodeId ?? steps.findLast((step) => step.leftAt === null)?.node.id) : undefined;
  return { steps: marks, callers: new Map(here ? [[here, 1]] : []), cords, values, ...(pulse ? { pulse } : {}) };
}

/** What all live runs of a flow lay over it: only where they are now. */
export function overlayOfRuns(runs: Iterable<Pick<Run, "status" | "waitingFor">>): RunOverlay | null {
  const callers = new Map<string, number>();
  for (const run of runs) {
    if (run.status !== "running") continue;
    for (const { nodeId } of run.waitingFor) callers.set(nodeId, (callers.get(nodeId) ?? 0) + 1);
  }
  return callers.size === 0 ? null : { steps: new Map(), callers, cords: new Set() };
}

/** One run's own way in front of where the others are. */
export function overlayTogether(own: RunOverlay | null, others: RunOverlay | null): RunOverlay | null {
  if (!own || !others) return own ?? others;
  return { ...own, callers: others.callers };
}

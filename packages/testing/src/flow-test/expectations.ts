import type { Json, JournalEntry, RunState } from "@cordboard/contract";
import type { FlowTest } from "@cordboard/flow";
import { isDeepStrictEqual } from "node:util";

/** The first expectation that does not hold, in words; null when all do. */
export function unmet(expect: FlowTest["expect"], run: RunState, journal: JournalEntry[]): { step: string; message: string } | null {
  const path = visited(journal);
  let from = 0;
  for (const wanted of expect.path) {
    const at = path.findIndex((step, i) => i >= from && (step === wanted || step.startsWith(`${wanted}:`)));
    if (at < 0)
      return { step: `expect.path ${wanted}`, message: `The run never went by ${wanted}; it went ${path.join(" → ") || "nowhere"}.` };
    from = at + 1;
  }
  if (expect.status !== undefined && run.status !== expect.status) {
    return {
      step: "expect.status",
      message: `The run is ${run.status}${because(run)}, not ${expect.status}; it went ${path.join(" → ")}.`,
    };
  }
  if (expect.reason !== undefined && run.reason?.code !== expect.reason) {
    return { step: "expect.reason", message: `The run's reason is ${run.reason?.code ?? "none"}, not ${expect.reason}.` };
  }
  if (expect.result !== undefined && run.result !== expect.result) {
    return { step: "expect.result", message: `The run's result is ${run.result ?? "none"}, not ${expect.result}.` };
  }
  for (const [name, value] of Object.entries(expect.variables)) {
    const is = valueAt(run.variables, name);
    if (!isDeepStrictEqual(is, value)) return { step: `expect.variables ${name}`, message: `${name} is ${show(is)}, not ${show(value)}.` };
  }
  for (const [name, value] of Object.entries(expect.outputs ?? {})) {
    const is = run.outputs[name];
    if (!isDeepStrictEqual(is, value))
      return { step: `expect.outputs ${name}`, message: `Output ${name} is ${show(is)}, not ${show(value)}.` };
  }
  return null;
}

/** `Name:exit` of each step in the order they were entered. */
export function visited(journal: JournalEntry[]): string[] {
  const steps = new Map<number, string>();
  for (const entry of journal) {
    if (entry.kind === "step")
      steps.set(entry.step.seq, entry.step.exit === null ? entry.step.node.name : `${entry.step.node.name}:${entry.step.exit}`);
  }
  return [...steps.values()];
}

const because = (run: RunState): string => (run.reason ? ` (${run.reason.code})` : "");
const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));

function valueAt(root: Json, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return value !== null && typeof value === "object" && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

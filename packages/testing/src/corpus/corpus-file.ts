import { readFileSync, readdirSync } from "node:fs";
import type { Advance, RunEvent, RunState } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";

/*
 * Runs of past releases, as they were stored: `packages/engine/corpus/<release>/<name>.json`. Its README says why.
 */
export const CORPUS = new URL("../../../engine/corpus/", import.meta.url);

/** One event: the run as it was stored before it, what was drawn, and everything it changed. */
export interface RecordedStep {
  before: RunState;
  event: RunEvent;
  ids: string[];
  randoms: number[];
  advance: Advance;
}
export interface RecordedRun {
  release: string;
  name: string;
  flow: FlowDocument;
  steps: RecordedStep[];
}

const folders = (url: URL): string[] =>
  readdirSync(url, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export const releases = (): string[] => folders(CORPUS);

export function recordedRuns(release: string): RecordedRun[] {
  const folder = new URL(`${release}/`, CORPUS);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => asRecorded(JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}

/** A file that a release of this program wrote: a run is written down once, as what the event before it left. */
function asRecorded(value: unknown): RecordedRun {
  const { steps, ...head } = value as Omit<RecordedRun, "steps"> & { steps: WrittenStep[] };
  const stored = new Map<string, RunState>();
  return {
    ...head,
    steps: steps.map(({ before, ...step }) => {
      const { run } = step.advance;
      const known = before ?? stored.get(run.id);
      if (!known) throw new Error(`${head.name}: the run ${run.id} goes on before it began.`);
      stored.set(run.id, run);
      return { before: known, ...step };
    }),
  };
}

type WrittenStep = Omit<RecordedStep, "before"> & { before?: RunState };

/** A line per step, so that a difference can be read. */
export function writeRun({ release, name, flow, steps }: RecordedRun): string {
  const head = Object.entries({ release, name, flow }).map(([key, value]) => `"${key}": ${JSON.stringify(value)},\n`);
  const begun = new Set<string>();
  const lines = steps.map(({ before, ...step }): string => {
    const first = !begun.has(before.id);
    begun.add(before.id);
    return JSON.stringify(first ? { before, ...step } : step);
  });
  return `{\n${head.join("")}"steps": [\n${lines.join(",\n")}\n]}\n`;
}

import { describe, expect, it } from "vitest";
import { recordedRuns, releases } from "./corpus-file.ts";
import { replayRun } from "./replay-run.ts";

/** Runs that a release left in the store must go on in this one as they would have there. */
describe.each(releases())("runs stored by %s", (release) => {
  const runs = recordedRuns(release);

  it.each(runs.map((run) => [run.name, run] as const))("%s goes on", (_, run) => {
    expect(run.steps.length).toBeGreaterThan(0);
    expect(replayRun(run)).toEqual([]);
  });

  it("notices what would go another way", () => {
    const [run] = runs;
    if (!run) throw new Error("An empty corpus proves nothing.");
    const steps = structuredClone(run.steps);
    const last = steps.at(-1);
    if (!last) throw new Error("A run without events.");
    last.advance.run.steps++;
    expect(replayRun({ ...run, steps })).toHaveLength(1);
  });

  it("has waits of each kind that a step may be in", () => {
    const waits = new Set(runs.flatMap(({ steps }) => steps.flatMap(({ before }) => before.threads.main.wait?.what ?? [])));
    expect([...waits]).toEqual(expect.arrayContaining(["digits", "dial", "recording", "http", "call", "message", "time"]));
  });
});

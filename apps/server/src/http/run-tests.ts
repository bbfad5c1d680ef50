import type { TestsReport } from "@cordboard/api";
import type { FlowDocument } from "@cordboard/flow";
import { refuse } from "./problem.ts";

/** Runs the tests that stand in a document, all or by name, in virtual time against the simulator's core. `others`: flows that it runs. */
export async function runTests(document: FlowDocument, names: string[] | null, others: FlowDocument[]): Promise<TestsReport> {
  const all = document.tests.map((test) => ({ name: typeof test["name"] === "string" ? test["name"] : "", test }));
  for (const name of names ?? [])
    if (!all.some((known) => known.name === name)) throw refuse("test_not_found", `The flow has no test "${name.slice(0, 100)}".`);
  // Brings engine and simulator of its own: loaded when somebody tests, not at each start.
  const { runFlowTest } = await import("@cordboard/testing");
  const cases: TestsReport["cases"] = [];
  for (const { name, test } of all.filter(({ name }) => names === null || names.includes(name))) {
    const { ok, failedStep, message, runId, path } = await runFlowTest(document, test, undefined, others);
    cases.push({ name, ok, failedStep, message, runId, path });
  }
  const passed = cases.filter((result) => result.ok).length;
  return { passed, failed: cases.length - passed, cases };
}

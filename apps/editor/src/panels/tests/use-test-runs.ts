import { useState } from "react";
import { useStore } from "zustand";
import { runFlowTests } from "../../api/flows.ts";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { createTestRunner, isStale, keysOf, type TestRunner, type TestRuns } from "./test-runs.ts";

/** The open flow's test results, kept while its dock is closed. */
export function useTestRunner(flush: () => Promise<unknown>): TestRunner {
  const { flowId, store } = useEditor();
  const [runner] = useState(() =>
    createTestRunner({
      document: () => store.getState().document,
      flush,
      send: (names) => runFlowTests(flowId, { source: "draft", names }),
    }),
  );
  return runner;
}

export const useTestRuns = <Value>(runner: TestRunner, select: (runs: TestRuns) => Value): Value => useStore(runner.store, select);

export interface TestCounts {
  all: number;
  passed: number;
  failed: number;
  /** Some result is older than the flow or its test. */
  stale: boolean;
}

export function useTestCounts(runner: TestRunner): TestCounts {
  const document = useDocumentState((state) => state.document);
  const results = useTestRuns(runner, (runs) => runs.results);
  const keys = keysOf(document.tests);
  const known = keys.flatMap((key, index) => {
    const [result, test] = [results.get(key), document.tests[index]];
    return result && test ? [{ ok: result.report.ok, stale: isStale(result, test, document) }] : [];
  });
  const failed = known.filter(({ ok }) => !ok).length;
  return { all: keys.length, failed, passed: known.length - failed, stale: known.some(({ stale }) => stale) };
}

import { useState } from "react";
import { useStore } from "zustand";
import { runFlowTests } from "../../api/flows.ts";
import { useDocumentState, useEditor } from "../../document/index.ts";
import { createTestRunner, isStale, keysOf, type TestRunner, type TestRuns } from "./test-runs.ts";

/** The open flow's test results, kept while its dock is closed. `flush` saves the draft: tests run what is saved. */
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

/** Of results that are older than the flow or their test neither is known. */
export interface TestCounts {
  all: number;
  passed: number;
  failed: number;
}

export function useTestCounts(runner: TestRunner): TestCounts {
  const document = useDocumentState((state) => state.document);
  const results = useTestRuns(runner, (runs) => runs.results);
  const keys = keysOf(document.tests);
  const known = keys.flatMap((key, index) => {
    const [result, test] = [results.get(key), document.tests[index]];
    return result && test && !isStale(result, test, document) ? [result.report.ok] : [];
  });
  const passed = known.filter(Boolean).length;
  return { all: keys.length, passed, failed: known.length - passed };
}

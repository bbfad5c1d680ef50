import { useCallback } from "react";
import { sayError } from "../../app/say-error.ts";
import { useEditor } from "../../document/index.ts";
import { nameOf, openDock, useLayoutStore, type TestRunner } from "../../panels/index.ts";
import { fetchRecording, testOf } from "../../recorder/index.ts";
import { toast } from "../../ui/index.ts";

/** Keeps what was just played as a test of the flow, and runs it at once. */
export function useRecorder(tests: TestRunner): (runId: string) => Promise<void> {
  const { store } = useEditor();
  const layout = useLayoutStore();
  return useCallback(
    async (runId) => {
      try {
        const recording = await fetchRecording(runId);
        const { document } = store.getState();
        const test = testOf(recording, document);
        if (!store.dispatch({ type: "addTest", test })) return;
        openDock(layout, "tests");
        tests.store.setState({ chosen: document.tests.length });
        toast(`Kept as the test “${nameOf(test)}”`);
        await tests.runAt(document.tests.length);
      } catch (error) {
        sayError(error, "The test could not be kept");
      }
    },
    [store, layout, tests],
  );
}

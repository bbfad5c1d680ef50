import { CircleCheck, CircleX } from "lucide-react";
import type { TestRunner } from "./test-runs.ts";
import { useTestCounts } from "./use-test-runs.ts";

/** The tab's words: how many fail, else how many there are. */
export function TestsCount({ runner }: { runner: TestRunner }) {
  const { all, passed, failed } = useTestCounts(runner);
  return (
    <>
      Tests
      {failed > 0 ? (
        <span className="tabular inline-flex items-center gap-1 text-danger">
          <CircleX size={13} aria-hidden /> {failed}
          <span className="sr-only">failing</span>
        </span>
      ) : passed > 0 && passed === all ? (
        <CircleCheck size={13} className="text-ok" aria-label="all pass" />
      ) : (
        all > 0 && <span className="tabular font-normal text-muted">{all}</span>
      )}
    </>
  );
}

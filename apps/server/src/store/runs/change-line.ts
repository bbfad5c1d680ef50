import type { RunChange } from "../run-store.ts";
import type { RunRows } from "./run-rows.ts";
import { isRunStatus } from "./rows.ts";

/** What other replicas are told of a commit: `runId seq status test flowId`. Ids have no blanks; flow ids may. */
export const changeLine = ({ runId, seq, status, test, flowId }: Pick<RunRows, "runId" | "seq" | "status" | "test" | "flowId">): string =>
  `${runId} ${seq} ${status} ${test} ${flowId}`;

/** Null: not one of ours, or of a newer program. */
export function parseChangeLine(line: string): RunChange | null {
  const [, runId, seq, status, test, flowId] = /^(\S+) (\d+) (\w+) ([01]) (.*)$/.exec(line) ?? [];
  if (runId === undefined || flowId === undefined || status === undefined || !isRunStatus(status)) return null;
  return { runId, flowId, test: test === "1", seq: Number(seq), status };
}

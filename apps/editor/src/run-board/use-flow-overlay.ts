import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client.ts";
import { useLive } from "../api/live.ts";
import type { Run, RunsPage } from "../api/runs.ts";
import type { RunOverlay } from "../canvas/overlay.ts";
import { useDocumentState } from "../document/index.ts";
import { useRunOnHandset } from "../phone/index.ts";
import { stepsOf } from "./journal.ts";
import { overlayOf, overlayOfRuns, overlayTogether } from "./overlay-of.ts";
import { useRunJournal } from "./use-run-journal.ts";

/** More live runs than this on one board are a crowd anyway; the counts of the first 200 are shown. */
const MOST = 200;

/**
 * What goes on in a flow right now, for its board: where its live runs are, and the way of the run whose call is on the
 * handset. Null when there is nothing.
 */
export function useFlowOverlay(flowId: string): RunOverlay | null {
  const others = useLiveRuns(flowId);
  const own = useHandsetRun(flowId);
  return useMemo(() => overlayTogether(own, others), [own, others]);
}

function useHandsetRun(flowId: string): RunOverlay | null {
  const runId = useRunOnHandset();
  const { run, journal } = useRunJournal(runId);
  const shown = run.data?.flowId === flowId ? run.data : null;
  const document = useDocumentState((state) => state.document);
  return useMemo(() => shown && overlayOf(stepsOf(journal), shown, document), [journal, shown, document]);
}

function useLiveRuns(flowId: string): RunOverlay | null {
  const queries = useQueryClient();
  const queryKey = ["runs", "live", flowId];
  const live = useQuery({
    queryKey,
    queryFn: ({ signal }) => api("listRuns", { query: { flow: flowId, status: "running", limit: MOST }, signal }),
  });
  useLive(
    `flow:${flowId}`,
    (message) => {
      if (message.type !== "run") return;
      queries.setQueryData<RunsPage>(queryKey, (before) => before && { ...before, items: withRun(before.items, message.run) });
    },
    () => void live.refetch(),
  );
  const items = live.data?.items;
  return useMemo(() => (items ? overlayOfRuns(items) : null), [items]);
}

function withRun(runs: Run[], run: Run): Run[] {
  const known = runs.find((item) => item.id === run.id);
  if (known && known.seq > run.seq) return runs;
  const others = runs.filter((item) => item.id !== run.id);
  return run.status === "running" ? [run, ...others].slice(0, MOST) : others;
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/client.ts";
import { useLive } from "../api/live.ts";
import type { Run, RunsPage } from "../api/runs.ts";
import type { RunOverlay } from "../canvas/overlay.ts";
import { overlayOfRuns } from "./overlay-of.ts";

/** More live runs than this on one board are a crowd anyway; the counts of the first 200 are shown. */
const MOST = 200;

/** Where the live runs of a flow are right now; null when there are none. */
export function useFlowOverlay(flowId: string): RunOverlay | null {
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

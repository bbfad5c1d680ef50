import type { Answer, CarrierItem, Context, JournalItem, Replay, Run } from "@cordboard/api";
import type { Step } from "@cordboard/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { CarrierItem, Context, JournalItem, Replay, Run, Step };
export type RunStatus = Run["status"];
export type RunsPage = Answer<"listRuns">;

export const stopRun = (id: string) => api("stopRun", { params: { id } });
export const replayRun = (id: string, source: "draft" | number) => api("replayRun", { params: { id }, body: { source } });
/** Everything after journal entry `after`, oldest first; `seq` is the journal's last. */
export const getJournal = (id: string, after: number) => api("runJournal", { params: { id }, query: { after, limit: 1000 } });

/** The last few, to go to. */
export const recentRunsQuery = () =>
  queryOptions({
    queryKey: ["runs", "recent"],
    queryFn: ({ signal }) => api("listRuns", { query: { limit: 8 }, signal }),
    staleTime: 10_000,
  });

const runKey = (id: string) => ["runs", "one", id];
export const runQuery = (id: string) =>
  queryOptions({ queryKey: runKey(id), queryFn: ({ signal }) => api("getRun", { params: { id }, signal }) });
/** The text that the run is pinned to; it never changes. */
export const runDocumentQuery = (id: string) =>
  queryOptions({
    queryKey: [...runKey(id), "document"],
    queryFn: ({ signal }) => api("runDocument", { params: { id }, signal }),
    staleTime: Infinity,
  });
/** `seq` in the key: a new journal entry is a reason to read again, the old answer stays on screen meanwhile. */
export const contextQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: [...runKey(id), "context", seq],
    queryFn: ({ signal }) => api("runContext", { params: { id }, signal }),
    placeholderData: keepPreviousData,
  });
/** The variables of a flow's latest run; null when there was none yet. */
export const lastContextQuery = (flowId: string) =>
  queryOptions({
    queryKey: ["runs", "last-context", flowId],
    queryFn: async ({ signal }) => {
      const { items } = await api("listRuns", { query: { flow: flowId, limit: 1 }, signal });
      const [last] = items;
      return last ? api("runContext", { params: { id: last.id }, signal }) : null;
    },
    staleTime: 30_000,
    retry: false,
  });
export const carrierQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: [...runKey(id), "carrier", seq],
    queryFn: ({ signal }) => api("runCarrier", { params: { id }, query: { limit: 1000 }, signal }),
    placeholderData: keepPreviousData,
  });

import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useLive } from "../../api/live.ts";
import type { RunsPage } from "../../api/runs.ts";
import { toQuery, type Filters } from "./filters.ts";
import { mergeRun } from "./merge-run.ts";

/** The filtered list, newest first, page by page, kept true by the live feed. */
export function useRuns(filters: Filters) {
  const queries = useQueryClient();
  const queryKey = ["runs", "list", filters];
  const runs = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api("listRuns", { query: { ...toQuery(filters), limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  useLive(
    "runs",
    (message) => {
      if (message.type !== "run") return;
      queries.setQueryData<InfiniteData<RunsPage, string | null>>(
        queryKey,
        (before) => before && { ...before, pages: mergeRun(before.pages, message.run, filters) },
      );
    },
    () => void runs.refetch(),
  );
  return runs;
}

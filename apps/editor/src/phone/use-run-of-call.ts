import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import type { Line } from "./lines.ts";
import { usePhone } from "./phone-store.ts";

/** A leg becomes part of its run with the first webhook: until then it is asked for again. */
const ASK_AGAIN_MS = 1_500;

/** The run behind a call: known for a tried draft, else found by the call's id. */
export function useRunOfCall(line: Line): string | null {
  const known = usePhone((state) => state.about[line.callUuid]?.runId);
  const found = useQuery({
    queryKey: ["runs", "of-call", line.callUuid],
    queryFn: async ({ signal }) => (await api("listRuns", { query: { text: line.callUuid, limit: 1 }, signal })).items[0]?.id ?? null,
    enabled: known === undefined,
    refetchInterval: (query) => (query.state.data || line.state === "ended" ? false : ASK_AGAIN_MS),
  });
  return known ?? found.data ?? null;
}

import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import { activeLine, type Line } from "./lines.ts";
import { usePhone } from "./phone-store.ts";

/** A leg becomes part of its run with the first webhook: until then it is asked for again. */
const ASK_AGAIN_MS = 1_500;
/** Of a call that is over: its webhooks may still be on their way. One that reached no flow has none. */
const MOST_LOOKS = 20;

/** The run behind a call: known for a tried draft, else found by the call's id. */
export function useRunOfCall(line: Line | null): string | null {
  const callUuid = line?.callUuid ?? "";
  const known = usePhone((state) => state.about[callUuid]?.runId);
  const found = useQuery({
    queryKey: ["runs", "of-call", callUuid],
    queryFn: async ({ signal }) => (await api("listRuns", { query: { text: callUuid, limit: 1 }, signal })).items[0]?.id ?? null,
    enabled: line !== null && known === undefined,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data || (line?.state === "ended" && dataUpdateCount >= MOST_LOOKS) ? false : ASK_AGAIN_MS,
  });
  return known ?? found.data ?? null;
}

/** The run of the call that the handset shows; without a call, that was tried last without one. */
export function useRunOnHandset(): string | null {
  const line = usePhone((state) => activeLine(state.lines, state.chosen));
  const tried = usePhone((state) => state.triedRunId);
  const ofCall = useRunOfCall(line);
  return line ? ofCall : tried;
}

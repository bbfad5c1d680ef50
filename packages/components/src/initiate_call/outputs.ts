import type { JsonObject, Leg } from "@cordboard/contract";
import { countryOf } from "../shared/numbers.ts";

/** The variables of a call. All of them each time, so that nothing is left over from an earlier visit. */
export function callOutputs(to: string, from: string, leg: Leg | null = null): JsonObject {
  const { iso2, name } = countryOf(to);
  return {
    uuid: leg?.callUuid ?? "",
    to,
    from,
    direction: "outbound",
    to_iso2: iso2,
    to_country: name,
    start_time: leg?.startedAt ?? "",
    answer_time: leg?.answeredAt ?? "",
    end_time: leg?.endedAt ?? "",
    hangup_cause: leg?.hangup?.cause ?? "",
    hangup_source: leg?.hangup?.source ?? "",
    duration: leg?.durationSeconds ?? 0,
    machine: leg?.machine ?? false,
  };
}

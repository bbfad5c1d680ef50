import type { JsonObject, Leg } from "@cordboard/contract";
import { type CallLimit, limitOutputs, wasCutOff } from "../shared/call-limit.ts";
import { countryOf } from "../shared/numbers.ts";
import { callable } from "../shared/parties.ts";

/** The variables of a call. All of them each time, so that nothing is left over from an earlier visit. */
export function callOutputs(to: string, caller: string, limit: CallLimit | null, leg: Leg | null = null): JsonObject {
  const from = callable(caller) ?? caller;
  const [theirs, shown] = [countryOf(to), countryOf(from)];
  return {
    uuid: leg?.callUuid ?? "",
    to,
    from,
    direction: "outbound",
    to_iso2: theirs.iso2,
    to_country: theirs.name,
    from_iso2: shown.iso2,
    from_country: shown.name,
    start_time: leg?.startedAt ?? "",
    answer_time: leg?.answeredAt ?? "",
    machine: leg?.machine ?? false,
    ...endOutputs(leg, limit),
  };
}

/** How a call ended; known at once when nobody answered, else when it is over. */
export const endOutputs = (leg: Leg | null, limit: CallLimit | null): JsonObject => ({
  end_time: leg?.endedAt ?? "",
  hangup_cause: leg?.hangup?.cause ?? "",
  hangup_source: leg?.hangup?.source ?? "",
  duration: leg?.durationSeconds ?? 0,
  ...limitOutputs(limit, limit !== null && wasCutOff(leg?.durationSeconds ?? 0, limit)),
});

import type { JsonObject } from "@cordboard/contract";
import { type CallLimit, limitOutputs } from "../shared/call-limit.ts";
import { countryOf } from "../shared/numbers.ts";

/** What is known of a Dial that is over. Times are ms since the epoch, 0 when there is none. */
export interface Ended {
  status: string;
  cause: string;
  rang: boolean;
  to: string;
  from: string;
  uuid: string;
  answeredBy: string;
  duration: number;
  digits: string;
  startedAt: number;
  answeredAt: number;
  endedAt: number;
  limit: CallLimit | null;
  cutOff: boolean;
}

const time = (ms: number): string => (ms > 0 ? new Date(ms).toISOString() : "");

/** All variables each time, so that nothing is left over from an earlier visit. */
export function forwardOutputs(ended: Ended): JsonObject {
  const [theirs, shown] = [countryOf(ended.to), countryOf(ended.from)];
  return {
    dial_status: ended.status,
    ring_status: ended.rang,
    b_leg_uuid: ended.uuid,
    answered_by: ended.answeredBy,
    duration: ended.duration,
    hangup_cause: ended.cause,
    digits: ended.digits,
    uuid: ended.uuid,
    to: ended.to,
    from: ended.from,
    direction: "outbound",
    to_iso2: theirs.iso2,
    to_country: theirs.name,
    from_iso2: shown.iso2,
    from_country: shown.name,
    start_time: time(ended.startedAt),
    answer_time: time(ended.answeredAt),
    end_time: time(ended.endedAt),
    ...limitOutputs(ended.limit, ended.cutOff),
  };
}

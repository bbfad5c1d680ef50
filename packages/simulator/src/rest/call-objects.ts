import { HANGUP_CAUSES } from "@cordboard/plivo";
import type { CallStatus, Leg } from "../calls/leg.ts";
import { costOf, microTime, plainTime } from "../calls/params.ts";
import { display } from "../state/addresses.ts";
import type { World } from "../world.ts";

/** The SDK's fixtures show `ANSWER`; the other words are ours. */
const STATES: Partial<Record<CallStatus, string>> = {
  busy: "BUSY",
  "no-answer": "NO_ANSWER",
  timeout: "NO_ANSWER",
  cancel: "CANCEL",
  failed: "FAILED",
};

/** The record of an ended call (plivo-platform 4.2). */
export function cdrOf(world: World, leg: Leg): Record<string, unknown> {
  const ending = leg.over.value;
  const cost = costOf(leg);
  const time = (ms: number | null): string | null => (ms === null ? null : `${plainTime(ms)}+00:00`);
  return {
    answer_time: time(leg.answeredAt),
    bill_duration: leg.durationSeconds(),
    billed_duration: cost.billSeconds,
    call_direction: leg.direction,
    call_duration: leg.durationSeconds(),
    call_state: STATES[leg.status] ?? "ANSWER",
    call_uuid: leg.uuid,
    conference_uuid: leg.conferenceUuid,
    end_time: time(leg.endedAt),
    from_number: display(leg.from),
    hangup_cause_code: ending?.code ?? null,
    hangup_cause_name: ending ? HANGUP_CAUSES[ending.code] : null,
    hangup_source: ending?.source ?? null,
    initiation_time: time(leg.startedAt),
    parent_call_uuid: leg.parent?.uuid ?? null,
    resource_uri: `/v1/Account/${world.account.authId}/Call/${leg.uuid}/`,
    source_ip: "127.0.0.1",
    stir_attestation: "Not Applicable",
    stir_verification: "Not Applicable",
    to_number: leg.to,
    total_amount: cost.amount,
    total_rate: cost.rate,
    voice_network_group: "",
  };
}

export function liveOf(world: World, leg: Leg): Record<string, unknown> {
  return {
    call_status: leg.status,
    call_uuid: leg.uuid,
    caller_name: leg.callerName,
    direction: leg.direction,
    from: leg.from,
    request_uuid: leg.requestUuid ?? leg.uuid,
    resource_uri: `/v1/Account/${world.account.authId}/Call/${leg.uuid}/`,
    session_start: microTime(leg.startedAt),
    stir_attestation: "Not Applicable",
    stir_verification: "Not Applicable",
    to: leg.to,
  };
}

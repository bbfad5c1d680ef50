import { z } from "zod";
import { somePhone, someNumber, someText, someTime } from "./wire.ts";

export const created = z
  .object({
    message: z.string().nullish(),
    api_id: z.string().nullish(),
    // A list answers a bulk call; we only ever place one.
    request_uuid: z.union([z.string().min(1), z.tuple([z.string().min(1)]).transform(([only]) => only)]),
  })
  .transform((body) => ({ requestUuid: body.request_uuid, message: body.message ?? "", apiId: body.api_id ?? null }));

export const callRecord = z
  .object({
    call_uuid: z.string(),
    from_number: somePhone,
    to_number: somePhone,
    call_direction: someText,
    call_state: someText,
    initiation_time: someTime,
    answer_time: someTime,
    end_time: someTime,
    call_duration: someNumber,
    bill_duration: someNumber,
    total_rate: someText,
    total_amount: someText,
    hangup_cause_code: someNumber,
    hangup_cause_name: someText,
    hangup_source: someText,
    parent_call_uuid: someText,
  })
  .transform((body) => ({
    callUuid: body.call_uuid,
    from: body.from_number,
    to: body.to_number,
    direction: body.call_direction,
    state: body.call_state,
    initiatedAt: body.initiation_time,
    answeredAt: body.answer_time,
    endedAt: body.end_time,
    durationSeconds: body.call_duration,
    billSeconds: body.bill_duration,
    rate: body.total_rate,
    amount: body.total_amount,
    hangup: { code: body.hangup_cause_code, cause: body.hangup_cause_name ?? "", source: body.hangup_source ?? "" },
    parentCallUuid: body.parent_call_uuid,
  }));

export const liveCall = z
  .object({
    call_uuid: z.string(),
    request_uuid: someText,
    call_status: someText,
    caller_name: someText,
    direction: someText,
    from: somePhone,
    to: somePhone,
    session_start: someTime,
  })
  .transform((body) => ({
    callUuid: body.call_uuid,
    requestUuid: body.request_uuid,
    status: body.call_status,
    callerName: body.caller_name,
    direction: body.direction,
    from: body.from,
    to: body.to,
    startedAt: body.session_start,
  }));

export const recordingStarted = z
  .object({ recording_id: z.string(), url: z.string(), api_id: z.string().nullish() })
  .transform((body) => ({ recordingId: body.recording_id, url: body.url, apiId: body.api_id ?? null }));

export type CreatedCall = z.infer<typeof created>;
/** The carrier's record of a finished call. Times ISO-8601 UTC. */
export type CallRecord = z.infer<typeof callRecord>;
export type LiveCall = z.infer<typeof liveCall>;

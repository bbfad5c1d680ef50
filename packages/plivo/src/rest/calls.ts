import { z } from "zod";
import { invalidRequest } from "./plivo-error.ts";
import type { Send } from "./transport.ts";
import { type Acknowledgement, type Page, type PageRequest, acknowledgement, oneDestination, pageOf, readAnswer, toWire, webAddress } from "./wire.ts";
import { somePhone, someNumber, someText, someTime } from "./wire.ts";

type Method = "GET" | "POST";

/** Make Call (plivo-platform 4.2, 2.8). Defaults are the carrier's. */
export interface CreateCall {
  /** A number of the account. */
  from: string;
  /** Exactly one number or sip: address. */
  to: string;
  answerUrl: string;
  answerMethod?: Method;
  ringUrl?: string;
  ringMethod?: Method;
  hangupUrl?: string;
  hangupMethod?: Method;
  fallbackUrl?: string;
  fallbackMethod?: Method;
  /** At most 50 characters. */
  callerName?: string;
  sendDigits?: string;
  sendOnPreanswer?: boolean;
  timeLimitSeconds?: number;
  hangupOnRingSeconds?: number;
  ringTimeoutSeconds?: number;
  /** Letters and digits only; arrive as `X-PH-<name>`. */
  sipHeaders?: Record<string, string>;
  parentCallUuid?: string;
  errorIfParentNotFound?: boolean;
  machineDetection?: "true" | "hangup";
  machineDetectionTimeMs?: number;
  /** Its presence makes detection asynchronous. */
  machineDetectionUrl?: string;
  machineDetectionMethod?: Method;
  machineDetectionMaximumSpeechMs?: number;
  machineDetectionInitialSilenceMs?: number;
  machineDetectionMaximumWords?: number;
  machineDetectionInitialGreetingMs?: number;
}

const CREATE_NAMES = {
  answerUrl: "answer_url",
  answerMethod: "answer_method",
  ringUrl: "ring_url",
  ringMethod: "ring_method",
  hangupUrl: "hangup_url",
  hangupMethod: "hangup_method",
  fallbackUrl: "fallback_url",
  fallbackMethod: "fallback_method",
  callerName: "caller_name",
  sendDigits: "send_digits",
  sendOnPreanswer: "send_on_preanswer",
  timeLimitSeconds: "time_limit",
  hangupOnRingSeconds: "hangup_on_ring",
  ringTimeoutSeconds: "ring_timeout",
  parentCallUuid: "parent_call_uuid",
  errorIfParentNotFound: "error_if_parent_not_found",
  machineDetection: "machine_detection",
  machineDetectionTimeMs: "machine_detection_time",
  machineDetectionUrl: "machine_detection_url",
  machineDetectionMethod: "machine_detection_method",
  machineDetectionMaximumSpeechMs: "machine_detection_maximum_speech_length",
  machineDetectionInitialSilenceMs: "machine_detection_initial_silence",
  machineDetectionMaximumWords: "machine_detection_maximum_words",
  machineDetectionInitialGreetingMs: "machine_detection_initial_greeting",
} as const;

export interface TransferCall {
  /** Default `aleg`. */
  legs?: "aleg" | "bleg" | "both";
  aLegUrl?: string;
  aLegMethod?: Method;
  bLegUrl?: string;
  bLegMethod?: Method;
}

const TRANSFER_NAMES = { legs: "legs", aLegUrl: "aleg_url", aLegMethod: "aleg_method", bLegUrl: "bleg_url", bLegMethod: "bleg_method" } as const;

export interface RecordCall {
  timeLimitSeconds?: number;
  fileFormat?: "mp3" | "wav";
  recordChannelType?: "mono" | "stereo";
  callbackUrl?: string;
  callbackMethod?: Method;
}

const RECORD_NAMES = {
  timeLimitSeconds: "time_limit",
  fileFormat: "file_format",
  recordChannelType: "record_channel_type",
  callbackUrl: "callback_url",
  callbackMethod: "callback_method",
} as const;

export interface CallFilter extends PageRequest {
  from?: string;
  to?: string;
  direction?: "inbound" | "outbound";
  parentCallUuid?: string;
  hangupCauseCode?: number;
  hangupSource?: string;
}

const FILTER_NAMES = {
  from: "from_number",
  to: "to_number",
  direction: "call_direction",
  parentCallUuid: "parent_call_uuid",
  hangupCauseCode: "hangup_cause_code",
  hangupSource: "hangup_source",
  limit: "limit",
  offset: "offset",
} as const;

const created = z
  .object({
    message: z.string().nullish(),
    api_id: z.string().nullish(),
    // A list answers a bulk call; we only ever place one.
    request_uuid: z.union([z.string().min(1), z.tuple([z.string().min(1)]).transform(([only]) => only)]),
  })
  .transform((body) => ({ requestUuid: body.request_uuid, message: body.message ?? "", apiId: body.api_id ?? null }));

const callRecord = z
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

const liveCall = z
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

const recordingStarted = z
  .object({ recording_id: z.string(), url: z.string(), api_id: z.string().nullish() })
  .transform((body) => ({ recordingId: body.recording_id, url: body.url, apiId: body.api_id ?? null }));

export type CreatedCall = z.infer<typeof created>;
/** The carrier's record of a finished call. Times ISO-8601 UTC. */
export type CallRecord = z.infer<typeof callRecord>;
export type LiveCall = z.infer<typeof liveCall>;

export interface CallsApi {
  /** Places one call. `requestUuid` equals the CallUUID of its webhooks. */
  create: (call: CreateCall) => Promise<CreatedCall>;
  /** The record of a call that is over; `not_found` while it lasts. */
  get: (callUuid: string) => Promise<CallRecord>;
  /** Finished calls, newest first; the carrier looks seven days back. */
  list: (filter?: CallFilter) => Promise<Page<CallRecord>>;
  /** A call that lasts; `not_found` once it is over. */
  live: (callUuid: string) => Promise<LiveCall>;
  /** CallUUIDs of all calls that last. */
  liveUuids: () => Promise<string[]>;
  /** Replaces the document of a live call by the one at the URL. */
  transfer: (callUuid: string, to: TransferCall) => Promise<Acknowledgement>;
  hangup: (callUuid: string) => Promise<void>;
  /** Withdraws a call that was not answered yet. */
  cancelRequest: (requestUuid: string) => Promise<void>;
  record: (callUuid: string, options?: RecordCall) => Promise<{ recordingId: string; url: string; apiId: string | null }>;
  stopRecording: (callUuid: string) => Promise<void>;
}

export function callsApi(send: Send): CallsApi {
  return {
    async create(call) {
      const body = { ...toWire(call, CREATE_NAMES), from: oneDestination("from", call.from), to: oneDestination("to", call.to) };
      if (body.from === body.to) throw invalidRequest('"from" and "to" must differ.');
      for (const field of ["answerUrl", "ringUrl", "hangupUrl", "fallbackUrl", "machineDetectionUrl"] as const) webAddress(field, call[field]);
      const sipHeaders = call.sipHeaders && { sip_headers: sipHeaderText(call.sipHeaders) };
      return readAnswer(await send({ method: "POST", path: ["Call"], body: { ...body, ...sipHeaders } }), created);
    },
    async get(callUuid) {
      return readAnswer(await send({ method: "GET", path: ["Call", callUuid] }), callRecord);
    },
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Call"], query: queryOf(filter, FILTER_NAMES) }), pageOf(callRecord));
    },
    async live(callUuid) {
      return readAnswer(await send({ method: "GET", path: ["Call", callUuid], query: { status: "live" } }), liveCall);
    },
    async liveUuids() {
      return readAnswer(await send({ method: "GET", path: ["Call"], query: { status: "live" } }), z.object({ calls: z.array(z.string()) })).calls;
    },
    async transfer(callUuid, to) {
      if (to.aLegUrl === undefined && to.bLegUrl === undefined) throw invalidRequest("A transfer needs aLegUrl or bLegUrl.");
      webAddress("aLegUrl", to.aLegUrl);
      webAddress("bLegUrl", to.bLegUrl);
      return readAnswer(await send({ method: "POST", path: ["Call", callUuid], body: toWire(to, TRANSFER_NAMES) }), acknowledgement);
    },
    async hangup(callUuid) {
      await send({ method: "DELETE", path: ["Call", callUuid] });
    },
    async cancelRequest(requestUuid) {
      await send({ method: "DELETE", path: ["Request", requestUuid] });
    },
    async record(callUuid, options = {}) {
      webAddress("callbackUrl", options.callbackUrl);
      return readAnswer(await send({ method: "POST", path: ["Call", callUuid, "Record"], body: toWire(options, RECORD_NAMES) }), recordingStarted);
    },
    async stopRecording(callUuid) {
      await send({ method: "DELETE", path: ["Call", callUuid, "Record"] });
    },
  };
}

function sipHeaderText(headers: Record<string, string>): string {
  const pairs = Object.entries(headers);
  if (pairs.some(([name, value]) => !/^[A-Za-z0-9]+$/.test(name) || !/^[A-Za-z0-9]*$/.test(value))) {
    throw invalidRequest('"sipHeaders" take letters and digits only, in names and values.');
  }
  return pairs.map(([name, value]) => `${name}=${value}`).join(",");
}

import type { PageRequest } from "./wire.ts";

export type Method = "GET" | "POST";

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

export const CREATE_NAMES = {
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

export const TRANSFER_NAMES = {
  legs: "legs",
  aLegUrl: "aleg_url",
  aLegMethod: "aleg_method",
  bLegUrl: "bleg_url",
  bLegMethod: "bleg_method",
} as const;

export interface RecordCall {
  timeLimitSeconds?: number;
  fileFormat?: "mp3" | "wav";
  recordChannelType?: "mono" | "stereo";
  callbackUrl?: string;
  callbackMethod?: Method;
}

export const RECORD_NAMES = {
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
  /** Ended at or after; `filterTime`. */
  endedFrom?: string;
}

export const FILTER_NAMES = {
  from: "from_number",
  to: "to_number",
  direction: "call_direction",
  parentCallUuid: "parent_call_uuid",
  hangupCauseCode: "hangup_cause_code",
  hangupSource: "hangup_source",
  endedFrom: "end_time__gte",
  limit: "limit",
  offset: "offset",
} as const;

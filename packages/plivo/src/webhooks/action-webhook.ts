import { z } from "zod";
import { type CallFields, COMMON, callFields } from "./call-webhooks.ts";
import { amount, flag, freeText, id, keys, maybe, uuid, webUrl, words } from "./field-shapes.ts";

export type DialStatus = "completed" | "busy" | "failed" | "cancel" | "timeout" | "no-answer";

export interface RecordResult {
  url: string;
  recordingId: string;
  /** -1 while a session recording still runs. */
  durationSeconds: number | null;
  durationMs: number | null;
  startMs: number | null;
  endMs: number | null;
  /** The key that ended it. */
  digits: string;
}

/** What the element that ended has to say, told apart by the fields it sends (plivo-platform 2.6). */
export type ActionResult =
  | { element: "GetDigits"; digits: string }
  | {
      element: "GetInput";
      inputType: "dtmf" | "speech";
      digits: string;
      speech: string;
      confidence: number | null;
      billedAmount: number | null;
    }
  | ({ element: "Record" } & RecordResult)
  | {
      element: "Dial";
      status: DialStatus;
      ringing: boolean;
      hangupCause: string;
      aLegUuid: string | null;
      /** Null when nobody answered. */
      bLegUuid: string | null;
    }
  | {
      element: "Conference";
      name: string;
      conferenceUuid: string | null;
      memberId: string | null;
      recordUrl: string | null;
      recordingId: string | null;
    }
  | { element: "MultiPartyCall"; mpcUuid: string; name: string; memberId: string | null; role: string | null }
  /** Only the common fields came. */
  | { element: null };

export interface ActionFields extends CallFields {
  result: ActionResult;
}

export const RECORDING = {
  RecordUrl: maybe(webUrl),
  RecordingID: maybe(id),
  RecordingDuration: maybe(amount),
  RecordingDurationMs: maybe(amount),
  RecordingStartMs: maybe(amount),
  RecordingEndMs: maybe(amount),
};

export const actionWebhook = z.object({
  ...COMMON,
  ...RECORDING,
  Digits: keys.optional(),
  InputType: maybe(z.enum(["dtmf", "speech"])),
  Speech: maybe(freeText),
  SpeechConfidenceScore: maybe(amount),
  BilledAmount: maybe(amount),
  DialStatus: maybe(z.enum(["completed", "busy", "failed", "cancel", "timeout", "no-answer"])),
  DialRingStatus: maybe(flag),
  DialHangupCause: maybe(words),
  DialALegUUID: maybe(uuid),
  DialBLegUUID: maybe(uuid),
  ConferenceName: maybe(freeText),
  ConferenceUUID: maybe(uuid),
  ConferenceMemberID: maybe(id),
  MPCUUID: maybe(uuid),
  MPCFriendlyName: maybe(freeText),
  MemberID: maybe(id),
  ParticipantCallUUID: maybe(uuid),
  ParticipantJoinTime: maybe(words),
  ParticipantEndTime: maybe(words),
  ParticipantRole: maybe(words),
});

type Raw = z.infer<typeof actionWebhook>;

export const readAction = actionWebhook.transform((fields): ActionFields => ({ ...callFields(fields), result: resultOf(fields) }));

function resultOf(fields: Raw): ActionResult {
  if (fields.DialStatus !== null) {
    return {
      element: "Dial",
      status: fields.DialStatus,
      ringing: fields.DialRingStatus ?? false,
      hangupCause: fields.DialHangupCause ?? "",
      aLegUuid: fields.DialALegUUID,
      bLegUuid: fields.DialBLegUUID,
    };
  }
  if (fields.ConferenceName !== null) {
    return {
      element: "Conference",
      name: fields.ConferenceName,
      conferenceUuid: fields.ConferenceUUID,
      memberId: fields.ConferenceMemberID,
      recordUrl: fields.RecordUrl,
      recordingId: fields.RecordingID,
    };
  }
  if (fields.MPCUUID !== null) {
    return {
      element: "MultiPartyCall",
      mpcUuid: fields.MPCUUID,
      name: fields.MPCFriendlyName ?? "",
      memberId: fields.MemberID,
      role: fields.ParticipantRole,
    };
  }
  const recording = recordResult(fields);
  if (recording) return { element: "Record", ...recording };
  if (fields.InputType !== null) {
    return {
      element: "GetInput",
      inputType: fields.InputType,
      digits: fields.Digits ?? "",
      speech: fields.Speech ?? "",
      confidence: fields.SpeechConfidenceScore,
      billedAmount: fields.BilledAmount,
    };
  }
  return fields.Digits === undefined ? { element: null } : { element: "GetDigits", digits: fields.Digits };
}

/** Null without both a file and its id. */
export function recordResult(fields: z.infer<z.ZodObject<typeof RECORDING>> & { Digits?: string | undefined }): RecordResult | null {
  if (fields.RecordUrl === null || fields.RecordingID === null) return null;
  return {
    url: fields.RecordUrl,
    recordingId: fields.RecordingID,
    durationSeconds: fields.RecordingDuration,
    durationMs: fields.RecordingDurationMs,
    startMs: fields.RecordingStartMs,
    endMs: fields.RecordingEndMs,
    digits: fields.Digits ?? "",
  };
}

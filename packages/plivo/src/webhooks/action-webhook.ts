import { z } from "zod";
import { type CallFields, COMMON, callFields } from "./call-webhooks.ts";
import { amount, classicCause, flag, freeText, id, keys, timestamp, uuid, webUrl, words } from "./field-shapes.ts";

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
  RecordUrl: webUrl.optional(),
  RecordingID: id.optional(),
  RecordingDuration: amount.optional(),
  RecordingDurationMs: amount.optional(),
  RecordingStartMs: amount.optional(),
  RecordingEndMs: amount.optional(),
};

export const actionWebhook = z.object({
  ...COMMON,
  ...RECORDING,
  Digits: keys.optional(),
  InputType: z.enum(["dtmf", "speech"]).optional(),
  Speech: freeText.optional(),
  SpeechConfidenceScore: amount.optional(),
  BilledAmount: amount.optional(),
  DialStatus: z.enum(["completed", "busy", "failed", "cancel", "timeout", "no-answer"]).optional(),
  DialRingStatus: flag.optional(),
  DialHangupCause: classicCause.optional(),
  DialALegUUID: uuid.optional(),
  DialBLegUUID: uuid.optional(),
  ConferenceName: freeText.optional(),
  ConferenceUUID: uuid.optional(),
  ConferenceMemberID: id.optional(),
  MPCUUID: uuid.optional(),
  MPCFriendlyName: freeText.optional(),
  MemberID: id.optional(),
  ParticipantCallUUID: uuid.optional(),
  ParticipantJoinTime: timestamp.optional(),
  ParticipantEndTime: timestamp.optional(),
  ParticipantRole: words.optional(),
});

type Raw = z.infer<typeof actionWebhook>;

export const readAction = actionWebhook.transform((fields): ActionFields => ({ ...callFields(fields), result: resultOf(fields) }));

function resultOf(fields: Raw): ActionResult {
  if (fields.DialStatus) {
    return {
      element: "Dial",
      status: fields.DialStatus,
      ringing: fields.DialRingStatus ?? false,
      hangupCause: fields.DialHangupCause ?? "",
      aLegUuid: fields.DialALegUUID ?? null,
      bLegUuid: fields.DialBLegUUID ?? null,
    };
  }
  if (fields.ConferenceName) {
    return {
      element: "Conference",
      name: fields.ConferenceName,
      conferenceUuid: fields.ConferenceUUID ?? null,
      memberId: fields.ConferenceMemberID ?? null,
      recordUrl: fields.RecordUrl ?? null,
      recordingId: fields.RecordingID ?? null,
    };
  }
  if (fields.MPCUUID) {
    return {
      element: "MultiPartyCall",
      mpcUuid: fields.MPCUUID,
      name: fields.MPCFriendlyName ?? "",
      memberId: fields.MemberID ?? null,
      role: fields.ParticipantRole ?? null,
    };
  }
  const recording = recordResult(fields);
  if (recording) return { element: "Record", ...recording };
  if (fields.InputType) {
    return {
      element: "GetInput",
      inputType: fields.InputType,
      digits: fields.Digits ?? "",
      speech: fields.Speech ?? "",
      confidence: fields.SpeechConfidenceScore ?? null,
      billedAmount: fields.BilledAmount ?? null,
    };
  }
  return fields.Digits === undefined ? { element: null } : { element: "GetDigits", digits: fields.Digits };
}

/** Null without both a file and its id. */
export function recordResult(fields: z.infer<z.ZodObject<typeof RECORDING>> & { Digits?: string | undefined }): RecordResult | null {
  if (!fields.RecordUrl || !fields.RecordingID) return null;
  return {
    url: fields.RecordUrl,
    recordingId: fields.RecordingID,
    durationSeconds: fields.RecordingDuration ?? null,
    durationMs: fields.RecordingDurationMs ?? null,
    startMs: fields.RecordingStartMs ?? null,
    endMs: fields.RecordingEndMs ?? null,
    digits: fields.Digits ?? "",
  };
}

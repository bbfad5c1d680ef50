import { z } from "zod";
import { RECORDING, type RecordResult, recordResult } from "./action-webhook.ts";
import { COMMON } from "./call-webhooks.ts";
import { amount, classicCause, freeText, id, keys, party, uuid, whole, words } from "./field-shapes.ts";

export type DialAction = "answer" | "connected" | "hangup" | "digits";

/** News of the legs of a Dial (plivo-platform 2.7). */
export interface DialCallbackFields {
  action: DialAction;
  /** The A leg. */
  callUuid: string;
  bLegUuid: string;
  from: string;
  to: string;
  /** With `hangup`. */
  durationSeconds: number | null;
  billSeconds: number | null;
  hangup: { code: number | null; cause: string; source: string } | null;
  /** With `digits`. */
  digits: string;
  digitsPressedBy: "ALeg" | "BLeg" | null;
}

export interface RecordCallbackFields extends RecordResult {
  callUuid: string | null;
}

export interface TranscriptionFields {
  callUuid: string | null;
  recordingId: string;
  text: string;
  /** Empty when it went well. */
  error: string;
  durationSeconds: number | null;
  charge: number | null;
  rate: number | null;
}

export interface InterimSpeechFields {
  callUuid: string;
  stable: string;
  unstable: string;
  stability: number | null;
  sequence: number | null;
}

/** The fields every call webhook may carry; callbacks don't promise any of them. */
const SIDE = z.object(COMMON).partial().shape;

const DIAL_ACTION_OF_EVENT = { DialAnswer: "answer", DialConnected: "connected", DialHangup: "hangup", DialDigitsMatch: "digits" } as const;

export const dialCallbackWebhook = z.object({
  ...SIDE,
  Event: z.enum(["DialAnswer", "DialConnected", "DialHangup", "DialDigitsMatch"]).optional(),
  DialAction: z.enum(["answer", "connected", "hangup", "digits"]).optional(),
  DialBLegStatus: words.optional(),
  DialALegUUID: uuid,
  DialBLegUUID: uuid,
  DialBLegFrom: party.optional(),
  DialBLegTo: party.optional(),
  DialBLegDuration: amount.optional(),
  DialBLegBillDuration: amount.optional(),
  DialBLegBillRate: amount.optional(),
  DialBLegTotalCost: amount.optional(),
  DialBLegPosition: whole.optional(),
  DialBLegHangupCause: classicCause.optional(),
  DialBLegHangupCauseName: words.optional(),
  DialBLegHangupCauseCode: whole.optional(),
  DialBLegHangupSource: words.optional(),
  DialDigitsMatch: keys.optional(),
  DialDigitsPressedBy: z.enum(["ALeg", "BLeg"]).optional(),
});

export const readDialCallback = dialCallbackWebhook.transform((fields, context): DialCallbackFields => {
  const action = fields.DialAction ?? (fields.Event === undefined ? undefined : DIAL_ACTION_OF_EVENT[fields.Event]);
  if (action === undefined) {
    context.issues.push({ code: "custom", input: fields, path: ["DialAction"], message: "missing" });
    return z.NEVER;
  }
  return {
    action,
    callUuid: fields.DialALegUUID,
    bLegUuid: fields.DialBLegUUID,
    from: fields.DialBLegFrom ?? "",
    to: fields.DialBLegTo ?? "",
    durationSeconds: fields.DialBLegDuration ?? null,
    billSeconds: fields.DialBLegBillDuration ?? null,
    hangup:
      action === "hangup"
        ? {
            code: fields.DialBLegHangupCauseCode ?? null,
            cause: fields.DialBLegHangupCauseName ?? fields.DialBLegHangupCause ?? "",
            source: fields.DialBLegHangupSource ?? "",
          }
        : null,
    digits: fields.DialDigitsMatch ?? "",
    digitsPressedBy: fields.DialDigitsPressedBy ?? null,
  };
});

export const recordCallbackWebhook = z.object({ ...SIDE, ...RECORDING, Digits: keys.optional() });

export const readRecordCallback = recordCallbackWebhook.transform((fields, context): RecordCallbackFields => {
  const recording = recordResult(fields);
  if (!recording) {
    context.issues.push({
      code: "custom",
      input: fields,
      path: [fields.RecordUrl === undefined ? "RecordUrl" : "RecordingID"],
      message: "missing",
    });
    return z.NEVER;
  }
  return { callUuid: fields.CallUUID ?? null, ...recording };
});

/** The one webhook whose names are in lower case. */
export const transcriptionWebhook = z.object({
  transcription: freeText.optional(),
  transcription_charge: amount.optional(),
  transcription_rate: amount.optional(),
  duration: amount.optional(),
  call_uuid: uuid.optional(),
  recording_id: id,
  error: freeText.optional(),
});

export const readTranscription = transcriptionWebhook.transform((fields): TranscriptionFields => ({
  callUuid: fields.call_uuid ?? null,
  recordingId: fields.recording_id,
  text: fields.transcription ?? "",
  error: fields.error ?? "",
  durationSeconds: fields.duration ?? null,
  charge: fields.transcription_charge ?? null,
  rate: fields.transcription_rate ?? null,
}));

export const interimSpeechWebhook = z.object({
  ...SIDE,
  CallUUID: uuid,
  StableSpeech: freeText.optional(),
  UnstableSpeech: freeText.optional(),
  Stability: amount.optional(),
  SequenceNumber: whole.optional(),
});

export const readInterimSpeech = interimSpeechWebhook.transform((fields): InterimSpeechFields => ({
  callUuid: fields.CallUUID,
  stable: fields.StableSpeech ?? "",
  unstable: fields.UnstableSpeech ?? "",
  stability: fields.Stability ?? null,
  sequence: fields.SequenceNumber ?? null,
}));

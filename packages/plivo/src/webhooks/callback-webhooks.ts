import { z } from "zod";
import { RECORDING, type RecordResult, recordResult } from "./action-webhook.ts";
import { COMMON } from "./call-webhooks.ts";
import { amount, freeText, id, keys, maybe, party, uuid, whole, words } from "./field-shapes.ts";

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
  Event: maybe(z.enum(["DialAnswer", "DialConnected", "DialHangup", "DialDigitsMatch"])),
  DialAction: maybe(z.enum(["answer", "connected", "hangup", "digits"])),
  DialBLegStatus: maybe(words),
  DialALegUUID: uuid,
  DialBLegUUID: uuid,
  DialBLegFrom: party.optional(),
  DialBLegTo: party.optional(),
  DialBLegDuration: maybe(amount),
  DialBLegBillDuration: maybe(amount),
  DialBLegBillRate: maybe(amount),
  DialBLegTotalCost: maybe(amount),
  DialBLegPosition: maybe(whole),
  DialBLegHangupCause: maybe(words),
  DialBLegHangupCauseName: maybe(words),
  DialBLegHangupCauseCode: maybe(whole),
  DialBLegHangupSource: maybe(words),
  DialDigitsMatch: keys.optional(),
  DialDigitsPressedBy: maybe(z.enum(["ALeg", "BLeg"])),
});

export const readDialCallback = dialCallbackWebhook.transform((fields, context): DialCallbackFields => {
  const action = fields.DialAction ?? (fields.Event === null ? null : DIAL_ACTION_OF_EVENT[fields.Event]);
  if (action === null) {
    context.issues.push({ code: "custom", input: fields, path: ["DialAction"], message: "missing" });
    return z.NEVER;
  }
  return {
    action,
    callUuid: fields.DialALegUUID,
    bLegUuid: fields.DialBLegUUID,
    from: fields.DialBLegFrom ?? "",
    to: fields.DialBLegTo ?? "",
    durationSeconds: fields.DialBLegDuration,
    billSeconds: fields.DialBLegBillDuration,
    hangup:
      action === "hangup"
        ? {
            code: fields.DialBLegHangupCauseCode,
            cause: fields.DialBLegHangupCauseName ?? fields.DialBLegHangupCause ?? "",
            source: fields.DialBLegHangupSource ?? "",
          }
        : null,
    digits: fields.DialDigitsMatch ?? "",
    digitsPressedBy: fields.DialDigitsPressedBy,
  };
});

export const recordCallbackWebhook = z.object({ ...SIDE, ...RECORDING, Digits: keys.optional() });

export const readRecordCallback = recordCallbackWebhook.transform((fields, context): RecordCallbackFields => {
  const recording = recordResult(fields);
  if (!recording) {
    context.issues.push({
      code: "custom",
      input: fields,
      path: [fields.RecordUrl === null ? "RecordUrl" : "RecordingID"],
      message: "missing",
    });
    return z.NEVER;
  }
  return { callUuid: fields.CallUUID ?? null, ...recording };
});

/** The one webhook whose names are in lower case. */
export const transcriptionWebhook = z.object({
  transcription: freeText.optional(),
  transcription_charge: maybe(amount),
  transcription_rate: maybe(amount),
  duration: maybe(amount),
  call_uuid: maybe(uuid),
  recording_id: id,
  error: freeText.optional(),
});

export const readTranscription = transcriptionWebhook.transform((fields): TranscriptionFields => ({
  callUuid: fields.call_uuid,
  recordingId: fields.recording_id,
  text: fields.transcription ?? "",
  error: fields.error ?? "",
  durationSeconds: fields.duration,
  charge: fields.transcription_charge,
  rate: fields.transcription_rate,
}));

export const interimSpeechWebhook = z.object({
  ...SIDE,
  CallUUID: uuid,
  StableSpeech: freeText.optional(),
  UnstableSpeech: freeText.optional(),
  Stability: maybe(amount),
  SequenceNumber: maybe(whole),
});

export const readInterimSpeech = interimSpeechWebhook.transform((fields): InterimSpeechFields => ({
  callUuid: fields.CallUUID,
  stable: fields.StableSpeech ?? "",
  unstable: fields.UnstableSpeech ?? "",
  stability: fields.Stability,
  sequence: fields.SequenceNumber,
}));

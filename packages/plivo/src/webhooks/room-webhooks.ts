import { z } from "zod";
import { RECORDING, type RecordResult, recordResult } from "./action-webhook.ts";
import { COMMON } from "./call-webhooks.ts";
import { amount, direction, flag, freeText, id, keys, party, timestamp, uuid, words } from "./field-shapes.ts";

/** News of a Conference room (plivo-platform 2.7). */
export interface ConferenceCallbackFields {
  action: "enter" | "exit" | "digits" | "floor" | "record";
  name: string;
  conferenceUuid: string | null;
  memberId: string | null;
  callUuid: string | null;
  digits: string;
  recording: RecordResult | null;
}

/** News of a MultiPartyCall. `event` is e.g. `ParticipantJoin`. */
export interface MpcStatusFields {
  event: string;
  mpcUuid: string;
  name: string;
  at: string | null;
  memberId: string | null;
  role: string | null;
  callUuid: string | null;
  coachMode: boolean | null;
  durationSeconds: number | null;
  /** The key, with `ParticipantDigitInput`. */
  digits: string;
  /** With `MPCRecording…`. */
  recording: RecordResult | null;
}

/** News of a Stream. The docs name its events in two ways; both arrive as they are. */
export interface StreamStatusFields {
  event: string;
  callUuid: string;
  streamId: string;
  at: string | null;
}

export const conferenceWebhook = z.object({
  ...z.object(COMMON).partial().shape,
  ...RECORDING,
  ConferenceAction: z.enum(["enter", "exit", "digits", "floor", "record"]),
  ConferenceName: freeText,
  ConferenceUUID: uuid.optional(),
  ConferenceMemberID: id.optional(),
  ConferenceDigitsMatch: keys.optional(),
});

export const readConference = conferenceWebhook.transform((fields): ConferenceCallbackFields => ({
  action: fields.ConferenceAction,
  name: fields.ConferenceName,
  conferenceUuid: fields.ConferenceUUID ?? null,
  memberId: fields.ConferenceMemberID ?? null,
  callUuid: fields.CallUUID ?? null,
  digits: fields.ConferenceDigitsMatch ?? "",
  recording: recordResult(fields),
}));

export const mpcWebhook = z.object({
  ...RECORDING,
  EventName: id,
  EventTimestamp: timestamp.optional(),
  MPCUUID: uuid,
  MPCName: freeText.optional(),
  MemberID: id.optional(),
  ParticipantRole: words.optional(),
  ParticipantCallUUID: uuid.optional(),
  ParticipantCoachMode: flag.optional(),
  MPCDuration: amount.optional(),
  MPCBilledDuration: amount.optional(),
  MPCBilledAmount: amount.optional(),
  Digits: keys.optional(),
});

export const readMpcStatus = mpcWebhook.transform((fields): MpcStatusFields => ({
  event: fields.EventName,
  mpcUuid: fields.MPCUUID,
  name: fields.MPCName ?? "",
  at: fields.EventTimestamp ?? null,
  memberId: fields.MemberID ?? null,
  role: fields.ParticipantRole ?? null,
  callUuid: fields.ParticipantCallUUID ?? null,
  coachMode: fields.ParticipantCoachMode ?? null,
  durationSeconds: fields.MPCDuration ?? null,
  digits: fields.Digits ?? "",
  recording: recordResult(fields),
}));

export const streamWebhook = z.object({
  Event: id,
  CallUUID: uuid,
  StreamID: id,
  Timestamp: timestamp.optional(),
  From: party.optional(),
  To: party.optional(),
  Direction: direction.optional(),
});

export const readStreamStatus = streamWebhook.transform((fields): StreamStatusFields => ({
  event: fields.Event,
  callUuid: fields.CallUUID,
  streamId: fields.StreamID,
  at: fields.Timestamp ?? null,
}));

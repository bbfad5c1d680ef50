import type { WebhookKind } from "@cordboard/plivo";

const CALL = {
  CallUUID: "f3f1a724-d680-45fb-8e7a-07c15327252f",
  From: "14155550100",
  To: "14155550199",
  CallStatus: "in-progress",
  Direction: "inbound",
  Event: "StartApp",
  CallerName: "Ann Example",
  SessionStart: "2026-03-02 14:30:00.123456",
  BillRate: "0.0085",
};
const RECORDING = {
  RecordUrl: "https://media.plivo.com/v1/Account/MA/Recording/a.mp3",
  RecordingID: "c4e4b6c2-8a2e-11ec-a8a3-0242ac110004",
  RecordingDuration: "12",
  RecordingDurationMs: "12040",
  RecordingStartMs: "1646231400000",
  RecordingEndMs: "1646231412040",
};
const TEXT = {
  MessageUUID: "0d1c0b6e-8a2e-11ec-a8a3-0242ac110004",
  From: "14155550100",
  To: "14155550199",
  Units: "1",
  TotalAmount: "0.0055",
};

/** A right request of each kind (plivo-platform 2 and 3). */
export const RIGHT: Readonly<Record<WebhookKind, Readonly<Record<string, string>>>> = {
  answer: CALL,
  redirect: CALL,
  ring: { ...CALL, CallStatus: "ringing", Event: "Ring", "X-PH-Customer": "42" },
  action: { ...CALL, Digits: "42#", InputType: "dtmf", SpeechConfidenceScore: "0.91", Speech: "forty two", DialStatus: "no-answer" },
  hangup: {
    ...CALL,
    HangupCauseName: "Normal Hangup",
    HangupCauseCode: "4000",
    HangupSource: "Caller",
    Duration: "12",
    EndTime: "2026-03-02 14:31:00",
  },
  machine: { ...CALL, Machine: "true", IfMachine: "continue" },
  dialCallback: { ...CALL, DialAction: "connected", DialBLegUUID: CALL.CallUUID, DialBLegFrom: "14155550100", DialBLegTo: "14155550123" },
  recordCallback: { ...RECORDING, CallUUID: CALL.CallUUID },
  transcription: {
    recording_id: RECORDING.RecordingID,
    transcription: "Please call me back.",
    transcription_rate: "0.05",
    call_uuid: CALL.CallUUID,
  },
  interimSpeech: { ...CALL, StableSpeech: "forty", UnstableSpeech: "two", Stability: "0.8", SequenceNumber: "1" },
  conferenceCallback: {
    ...CALL,
    ConferenceName: "room",
    ConferenceAction: "enter",
    ConferenceMemberID: "17",
    ConferenceUUID: CALL.CallUUID,
  },
  mpcStatus: { EventName: "ParticipantJoin", MPCUUID: CALL.CallUUID, MPCFriendlyName: "room", EventTimestamp: "2026-03-02 14:30:00" },
  streamStatus: { ...CALL, Event: "StartStream", StreamID: CALL.CallUUID, ServiceURL: "wss://media.example.com/s" },
  message: { ...TEXT, Type: "sms", Text: "Hello, is anybody there?", MessageIntent: "help", Media0: "https://media.plivo.com/a.jpg" },
  deliveryReport: {
    ...TEXT,
    Status: "delivered",
    ErrorCode: "000",
    MCC: "310",
    MNC: "004",
    DeliveryReportTime: "2026-03-02 14:30:05+00:00",
  },
};

export const KINDS: readonly WebhookKind[] = Object.keys(RIGHT).filter((name): name is WebhookKind => Object.hasOwn(RIGHT, name));

const fields = Object.values(RIGHT).flatMap((request) => Object.entries(request).flat());
/** Names and values of all kinds, and what separates them. */
export const WEBHOOK_WORDS: readonly string[] = [
  ...new Set(fields),
  "true",
  "false",
  "anonymous",
  "sip:ann@phone.plivo.com",
  "&",
  "=",
  "%2B",
  "+",
  "%",
  "X-PH-",
];

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FormParams } from "./form.ts";
import { type WebhookKind, type WebhookResult, parseWebhook } from "./parse-webhook.ts";

const CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
const OTHER = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb";

const common = { CallUUID: CALL, From: "14155550100", To: "14155550199", CallStatus: "in-progress", Direction: "inbound" };
const message = { MessageUUID: OTHER, From: "14155550100", To: "14155550199", Type: "sms", Text: "HELP" };
const report = { MessageUUID: OTHER, From: "14155550199", To: "14155550100", Type: "sms", Status: "delivered" };
const dial = { CallUUID: CALL, DialALegUUID: CALL, DialBLegUUID: OTHER, DialBLegFrom: "14155550199", DialBLegTo: "14155550142" };

function data<K extends WebhookKind>(kind: K, params: FormParams): Extract<WebhookResult<K>, { ok: true }>["data"] {
  const result = parseWebhook(kind, params);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.data;
}

function problems(kind: WebhookKind, params: FormParams): string[] {
  const result = parseWebhook(kind, params);
  return result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`.trim());
}

describe("call webhooks", () => {
  it("reads the complete real answer request of Plivo's own fixture", () => {
    const result = parseWebhook("answer", {
      Direction: "outbound",
      From: "19792014278",
      To: "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
      CallStatus: "in-progress",
      Event: "StartApp",
      BillRate: "0.002",
      ParentAuthID: "MANWVLYTK4ZWU1YTY4QA",
      SessionStart: "2020-04-08 11:34:33.238707",
      "SIP-H-To": "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1",
      "X-PH-CustomId": "123",
      Novelty: "later",
      CallUUID: CALL,
      RequestUUID: CALL,
      ALegUUID: CALL,
      ALegRequestUUID: CALL,
    });
    expect(result).toEqual({
      ok: true,
      kind: "answer",
      data: {
        callUuid: CALL,
        from: "+19792014278",
        to: "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
        status: "in-progress",
        direction: "outbound",
        event: "StartApp",
        requestUuid: CALL,
        aLegUuid: CALL,
        aLegRequestUuid: CALL,
        callerName: null,
        forwardedFrom: null,
        sessionStart: "2020-04-08T11:34:33.238Z",
        billRate: "0.002",
        parentAuthId: "MANWVLYTK4ZWU1YTY4QA",
        stirVerification: null,
        stirAttestation: null,
        machine: false,
      },
      sipHeaders: {
        "SIP-H-To": "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1",
        "X-PH-CustomId": "123",
      },
      extra: { Novelty: "later" },
    });
  });

  it.each([
    ["14155550100", "+14155550100"],
    ["+14155550100", "+14155550100"],
    ["sip:ann@phone.plivo.com", "sip:ann@phone.plivo.com"],
    ["12345", "12345"],
    ["anonymous", "anonymous"],
    ["", ""],
  ])("takes %j as a caller", (from, expected) => {
    expect(data("answer", { ...common, From: from }).from).toBe(expected);
  });

  it.each([
    ["early-media", "ringing"],
    ["rejected", "busy"],
    ["canceled", "cancel"],
    ["no-answer", "no-answer"],
  ])("takes the status %s", (raw, status) => {
    expect(data("redirect", { ...common, CallStatus: raw }).status).toBe(status);
  });

  it("reads a hang-up", () => {
    const fields = data("hangup", {
      ...common,
      CallStatus: "completed",
      Event: "Hangup",
      HangupCause: "NORMAL_CLEARING",
      HangupCauseName: "End Of XML Instructions",
      HangupCauseCode: "4010",
      HangupSource: "Plivo",
      StartTime: "2026-06-08 11:34:32",
      AnswerTime: "",
      EndTime: "2026-06-08 11:34:43",
      SessionStart: "2026-06-08 06:04:32.870618",
      Duration: "11",
      BillDuration: "60",
      BillRate: "0",
      TotalCost: "0.00000",
      Machine: "true",
    });
    expect(fields).toMatchObject({
      hangup: { code: 4010, cause: "End Of XML Instructions", source: "Plivo" },
      hangupCauseClassic: "NORMAL_CLEARING",
      durationSeconds: 11,
      billSeconds: 60,
      totalCost: "0.00000",
      answerTime: null,
      sessionStart: "2026-06-08T06:04:32.870Z",
      machine: true,
    });
  });

  it("reads ring and machine detection", () => {
    expect(data("ring", { ...common, Direction: "outbound", CallStatus: "ringing", Event: "Ring" }).status).toBe("ringing");
    expect(data("machine", { ...common, Event: "MachineDetection", Machine: "true", IfMachine: "hangup" })).toMatchObject({
      machine: true,
      ifMachine: "hangup",
    });
  });
});

describe("actions", () => {
  const recording = {
    RecordUrl: "https://media.plivo.com/a.mp3",
    RecordingID: OTHER,
    RecordingDuration: "5",
    RecordingDurationMs: "5240",
    RecordingStartMs: "1586345673000",
    RecordingEndMs: "1586345678240",
  };
  it.each<[string, FormParams, unknown]>([
    ["digits", { Digits: "12*#" }, { element: "GetDigits", digits: "12*#" }],
    [
      "keys of GetInput",
      { InputType: "dtmf", Digits: "42", Speech: "", SpeechConfidenceScore: "", BilledAmount: "0" },
      { element: "GetInput", inputType: "dtmf", digits: "42", speech: "", confidence: null, billedAmount: 0 },
    ],
    [
      "speech",
      { InputType: "speech", Digits: "", Speech: "sales & more", SpeechConfidenceScore: "0.93", BilledAmount: "0.02" },
      { element: "GetInput", inputType: "speech", digits: "", speech: "sales & more", confidence: 0.93, billedAmount: 0.02 },
    ],
    [
      "a recording ended by a key",
      { ...recording, Digits: "#" },
      {
        element: "Record",
        url: recording.RecordUrl,
        recordingId: OTHER,
        durationSeconds: 5,
        durationMs: 5240,
        startMs: 1586345673000,
        endMs: 1586345678240,
        digits: "#",
      },
    ],
    [
      "a session recording",
      { ...recording, RecordingDuration: "-1", RecordingDurationMs: "-1", RecordingStartMs: "", RecordingEndMs: "" },
      {
        element: "Record",
        url: recording.RecordUrl,
        recordingId: OTHER,
        durationSeconds: -1,
        durationMs: -1,
        startMs: null,
        endMs: null,
        digits: "",
      },
    ],
    [
      "a dial nobody answered",
      { DialStatus: "no-answer", DialRingStatus: "true", DialHangupCause: "NO_ANSWER", DialALegUUID: CALL, DialBLegUUID: "" },
      { element: "Dial", status: "no-answer", ringing: true, hangupCause: "NO_ANSWER", aLegUuid: CALL, bLegUuid: null },
    ],
    [
      "a room left",
      { ConferenceName: "desk 1", ConferenceUUID: OTHER, ConferenceMemberID: "7", RecordUrl: "", RecordingID: "" },
      { element: "Conference", name: "desk 1", conferenceUuid: OTHER, memberId: "7", recordUrl: null, recordingId: null },
    ],
    [
      "a multi-party call left",
      { MPCUUID: OTHER, MPCFriendlyName: "desk", MemberID: "2", ParticipantRole: "Agent" },
      { element: "MultiPartyCall", mpcUuid: OTHER, name: "desk", memberId: "2", role: "Agent" },
    ],
    ["nothing more", {}, { element: null }],
  ])("tells %s", (_, params, result) => {
    expect(data("action", { ...common, ...params }).result).toEqual(result);
  });
});

describe("callbacks", () => {
  it("reads the legs of a dial", () => {
    expect(data("dialCallback", { ...dial, DialAction: "answer", DialBLegStatus: "answer", Event: "DialAnswer" })).toEqual({
      action: "answer",
      callUuid: CALL,
      bLegUuid: OTHER,
      from: "+14155550199",
      to: "+14155550142",
      durationSeconds: null,
      billSeconds: null,
      hangup: null,
      digits: "",
      digitsPressedBy: null,
    });
    expect(
      data("dialCallback", {
        ...dial,
        Event: "DialHangup",
        DialBLegDuration: "30",
        DialBLegBillDuration: "60",
        DialBLegHangupCauseName: "Normal Hangup",
        DialBLegHangupCauseCode: "4000",
        DialBLegHangupSource: "Callee",
      }),
    ).toMatchObject({
      action: "hangup",
      durationSeconds: 30,
      billSeconds: 60,
      hangup: { code: 4000, cause: "Normal Hangup", source: "Callee" },
    });
    expect(data("dialCallback", { ...dial, DialAction: "digits", DialDigitsMatch: "*1", DialDigitsPressedBy: "BLeg" })).toMatchObject({
      digits: "*1",
      digitsPressedBy: "BLeg",
    });
    expect(problems("dialCallback", dial)).toEqual(["missing_field DialAction"]);
  });

  it("reads a finished recording", () => {
    const file = { CallUUID: CALL, RecordUrl: "https://media.plivo.com/a.mp3", RecordingID: OTHER, RecordingDuration: "5" };
    expect(data("recordCallback", file)).toMatchObject({ callUuid: CALL, recordingId: OTHER, durationSeconds: 5 });
    expect(problems("recordCallback", { ...file, RecordUrl: "" })).toEqual(["missing_field RecordUrl"]);
    expect(problems("recordCallback", { ...file, RecordUrl: "javascript:alert(1)" })).toEqual(["bad_field RecordUrl"]);
  });

  it("reads a transcription, whose names are in lower case", () => {
    expect(
      data("transcription", {
        transcription: "call me back",
        transcription_charge: "0.05",
        transcription_rate: "0.05",
        duration: "5.0",
        call_uuid: CALL,
        recording_id: OTHER,
        error: "",
      }),
    ).toEqual({ callUuid: CALL, recordingId: OTHER, text: "call me back", error: "", durationSeconds: 5, charge: 0.05, rate: 0.05 });
  });

  it("reads interim speech, rooms and streams", () => {
    expect(
      data("interimSpeech", { CallUUID: CALL, StableSpeech: "sal", UnstableSpeech: "es", Stability: "0.4", SequenceNumber: "2" }),
    ).toEqual({
      callUuid: CALL,
      stable: "sal",
      unstable: "es",
      stability: 0.4,
      sequence: 2,
    });
    expect(
      data("conferenceCallback", { ConferenceAction: "digits", ConferenceName: "desk", ConferenceDigitsMatch: "1", CallUUID: CALL }),
    ).toMatchObject({
      action: "digits",
      digits: "1",
      recording: null,
    });
    expect(
      data("mpcStatus", { EventName: "ParticipantJoin", MPCUUID: OTHER, MPCName: "desk", ParticipantCoachMode: "true" }),
    ).toMatchObject({
      event: "ParticipantJoin",
      coachMode: true,
    });
    expect(
      data("streamStatus", { Event: "StartStream", CallUUID: CALL, StreamID: OTHER, Timestamp: "2026-06-08T06:04:32Z" }),
    ).toMatchObject({
      event: "StartStream",
      streamId: OTHER,
    });
  });
});

describe("messages", () => {
  it("reads a text", () => {
    expect(
      data("message", { ...message, Units: "1", TotalRate: "0.00350", TotalAmount: "0.00350", MessageIntent: "help", PowerpackUUID: "" }),
    ).toEqual({
      messageUuid: OTHER,
      from: "+14155550100",
      to: "+14155550199",
      type: "sms",
      text: "HELP",
      media: [],
      units: 1,
      intent: "help",
      powerpackUuid: null,
      contentType: null,
      mimeType: null,
      errorCode: null,
      totalAmount: "0.00350",
    });
  });

  it("reads pictures, counted from 0 or from 1, and the text in Body", () => {
    const mms = { MessageUUID: OTHER, From: "14155550100", To: "14155550199", Type: "mms", Body: "look", MediaCount: "2" };
    const media = ["https://media.plivo.com/a.jpg", "https://media.plivo.com/b.jpg"] as const;
    expect(data("message", { ...mms, Media0: media[0], Media1: media[1] })).toMatchObject({ text: "look", media });
    expect(data("message", { ...mms, Media1: media[0], Media2: media[1] })).toMatchObject({ media });
  });

  it("reads a delivery report", () => {
    expect(
      data("deliveryReport", {
        ...report,
        Status: "undelivered",
        ErrorCode: "30",
        Units: "1",
        TotalRate: "0.00140",
        TotalAmount: "0.00140",
        MCC: "310",
        MNC: "260",
        ParentMessageUUID: OTHER,
        PartInfo: "1 of 1",
        Sequence: "3",
        QueuedTime: "2026-06-08 06:04:32.870618",
        DeliveryReportTime: "2026-06-08 06:04:35.000001",
      }),
    ).toEqual({
      messageUuid: OTHER,
      from: "+14155550199",
      to: "+14155550100",
      type: "sms",
      status: "undelivered",
      errorCode: "30",
      units: 1,
      totalAmount: "0.00140",
      sequence: 3,
      mcc: "310",
      mnc: "260",
      at: "2026-06-08T06:04:35.000Z",
    });
    expect(data("deliveryReport", { ...report, ErrorCode: "000" }).errorCode).toBeNull();
  });
});

describe("what is not the carrier's is refused", () => {
  it.each<[string, WebhookKind, FormParams, string]>([
    ["a field without a value", "answer", { ...common, CallUUID: [] }, "repeated_field CallUUID"],
    ["a repeated field", "answer", { ...common, From: ["14155550100", "14155550101"] }, "repeated_field From"],
    ["a CallUUID that is none", "answer", { ...common, CallUUID: "abc" }, "bad_field CallUUID"],
    ["a status nobody documents", "answer", { ...common, CallStatus: "constructor" }, "bad_field CallStatus"],
    ["a caller with markup", "answer", { ...common, From: "<script>" }, "bad_field From"],
    ["a direction", "answer", { ...common, Direction: "sideways" }, "bad_field Direction"],
    ["a time", "answer", { ...common, SessionStart: "yesterday" }, "bad_field SessionStart"],
    ["letters as digits", "action", { ...common, Digits: "12a" }, "bad_field Digits"],
    ["a dial status", "action", { ...common, DialStatus: "great" }, "bad_field DialStatus"],
    ["a report's status", "deliveryReport", { ...report, Status: "lost" }, "bad_field Status"],
    ["a text without an id", "message", { ...message, MessageUUID: "" }, "missing_field MessageUUID"],
    ["a field of 17 KB", "message", { ...message, Text: "x".repeat(17 * 1024) }, "field_too_long Text"],
    ["a field of 16 KB of wide characters", "message", { ...message, Text: "✓".repeat(6 * 1024) }, "field_too_long Text"],
    ["an endless name", "message", { ...message, [`X-PH-${"x".repeat(200)}`]: "" }, `field_too_long X-PH-${"x".repeat(35)}`],
    ["201 fields", "message", Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`F${index}`, ""])), "too_many_fields"],
  ])("%s", (_, kind, params, expected) => {
    expect(problems(kind, params)).toEqual([expected]);
  });

  it("names every field that is wrong", () => {
    expect(problems("answer", { CallUUID: "x" }).toSorted()).toEqual([
      "bad_field CallUUID",
      "missing_field CallStatus",
      "missing_field Direction",
      "missing_field From",
      "missing_field To",
    ]);
  });

  it("keeps fields with names of Object's own aside like any other", () => {
    const result = parseWebhook("answer", JSON.parse(`{"__proto__":"x","constructor":"y"}`));
    expect(result.ok).toBe(false);
    const good = parseWebhook("answer", { ...common, ...JSON.parse(`{"constructor":"y"}`), ["__proto__"]: "x" });
    expect(good.ok && Object.keys(good.extra).toSorted()).toEqual(["__proto__", "constructor"]);
  });

  it("every way to re-cut a request into fewer fields (F6)", () => {
    const fields = {
      ...common,
      CallStatus: "completed",
      Event: "Hangup",
      RequestUUID: CALL,
      ALegUUID: CALL,
      ALegRequestUUID: CALL,
      BillRate: "0.002",
      ParentAuthID: "MANWVLYTK4ZWU1YTY4QA",
      SessionStart: "2026-06-08 06:04:32.870618",
      Machine: "true",
      HangupCause: "NORMAL_CLEARING",
      HangupCauseName: "Normal Hangup",
      HangupCauseCode: "4000",
      HangupSource: "Callee",
      StartTime: "2026-06-08 11:34:32",
      EndTime: "2026-06-08 11:34:43",
      Duration: "11",
      BillDuration: "60",
      TotalCost: "0.00000",
      STIRAttestation: "A",
      STIRVerification: "Not Applicable",
    };
    const names = Object.keys(fields).toSorted();
    expect(problems("hangup", fields)).toEqual([]);
    const value = (name: string): string => Object.entries(fields).find(([known]) => known === name)?.[1] ?? "";
    for (let at = 0; at + 1 < names.length; at += 1) {
      const [first = "", second = ""] = names.slice(at, at + 2);
      const others = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== first && name !== second));
      const swallowed = { ...others, [first]: value(first) + second + value(second) };
      const merged = { ...others, [first + value(first) + second]: value(second) };
      expect(problems("hangup", merged), `${first} and ${second} as one name`).not.toEqual([]);
      expect(problems("hangup", swallowed), `${first} with ${second} in its value`).not.toEqual([]);
    }
  });

  it("and nothing makes it throw", () => {
    const kinds = fc.constantFrom<WebhookKind>(
      "answer",
      "action",
      "hangup",
      "dialCallback",
      "transcription",
      "message",
      "deliveryReport",
      "mpcStatus",
    );
    const name = fc.oneof(fc.constantFrom("CallUUID", "From", "To", "CallStatus", "Digits", "Media0", "__proto__", "X-PH-a"), fc.string());
    fc.assert(
      fc.property(kinds, fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 }))), (kind, params) => {
        const result = parseWebhook(kind, params);
        if (!result.ok) expect(result.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

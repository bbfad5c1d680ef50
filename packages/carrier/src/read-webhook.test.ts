import { describe, expect, it } from "vitest";
import { readWebhook, type WebhookPath } from "./read-webhook.ts";

const NOW = Date.parse("2026-03-02T09:30:00.000Z");
const CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
const B_LEG = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb";
const MESSAGE = "b48d95dc-e3ac-11eb-a9c2-0242ac110005";
const common = {
  CallUUID: CALL,
  From: "14155550100",
  To: "14155550199",
  CallStatus: "in-progress",
  Direction: "inbound",
  Event: "Redirect",
};
const outbound = { ...common, Direction: "outbound", From: "14155550199", To: "14155550100", RequestUUID: CALL };

const read = (path: WebhookPath, params: Record<string, string>) => {
  const meaning = readWebhook(path, params, NOW);
  if (!meaning.ok) throw new Error(JSON.stringify(meaning.problems));
  return meaning;
};
const step = (kind: "action" | "redirect" | "callback", params: Record<string, string>) => read({ at: "step", kind, token: "tok" }, params);
const effect = (kind: "answer" | "ring" | "hangup" | "machine" | "message", params: Record<string, string>) =>
  read({ at: "effect", kind, effectId: "eff" }, params);

describe("webhooks of a number", () => {
  it("reads an incoming call, the same under answer and fallback", () => {
    const params = { ...common, CallStatus: "ringing", Event: "StartApp", CallerName: "Ann", "X-PH-Ref": "7" };
    const answer = read({ at: "number", kind: "answer" }, params);
    expect(answer).toEqual(read({ at: "number", kind: "fallback" }, params));
    expect(answer).toMatchObject({
      does: "start",
      key: `${CALL}:answer`,
      callUuid: CALL,
      xml: true,
      trigger: {
        kind: "call",
        call: {
          callUuid: CALL,
          from: "+14155550100",
          to: "+14155550199",
          callerName: "Ann",
          status: "ringing",
          sipHeaders: { "X-PH-Ref": "7" },
          startedAt: "2026-03-02T09:30:00.000Z",
        },
      },
    });
  });

  it("reads the end of a call", () => {
    const params = {
      ...common,
      Event: "Hangup",
      CallStatus: "completed",
      HangupCauseCode: "4000",
      HangupCauseName: "Normal Hangup",
      HangupSource: "Caller",
      Duration: "11",
      BillDuration: "60",
      TotalCost: "0.01",
    };
    expect(read({ at: "number", kind: "hangup" }, params)).toMatchObject({
      does: "event",
      key: `${CALL}:hangup`,
      xml: false,
      event: {
        type: "leg",
        callUuid: CALL,
        ended: true,
        change: {
          status: "completed",
          endedAt: "2026-03-02T09:30:00.000Z",
          hangup: { code: 4000, cause: "Normal Hangup", source: "Caller" },
          durationSeconds: 11,
          billSeconds: 60,
          billAmount: "0.01",
        },
      },
    });
  });

  it("reads an incoming text by its message id", () => {
    const params = {
      MessageUUID: MESSAGE,
      From: "14155550100",
      To: "14155550199",
      Type: "sms",
      Text: "HELP",
      Units: "1",
      MessageIntent: "help",
    };
    expect(read({ at: "number", kind: "message" }, params)).toMatchObject({
      does: "start",
      key: MESSAGE,
      intent: "help",
      trigger: { kind: "message", message: { uuid: MESSAGE, from: "+14155550100", text: "HELP", units: 1 } },
    });
  });
});

describe("webhooks of a step", () => {
  it.each([
    ["digits", { Digits: "42" }, { type: "input", inputType: "dtmf", digits: "42", speech: "", confidence: null }],
    [
      "speech",
      { InputType: "speech", Speech: "sales", SpeechConfidenceScore: "0.9", Digits: "" },
      { type: "input", inputType: "speech", digits: "", speech: "sales", confidence: 0.9 },
    ],
    [
      "a recording",
      { RecordUrl: "https://media.example.com/r.mp3", RecordingID: "rec-1", RecordingDuration: "12", Digits: "#" },
      { type: "recording", source: "action", id: "rec-1", url: "https://media.example.com/r.mp3", durationSeconds: 12, digits: "#" },
    ],
    [
      "the end of a dial",
      { DialStatus: "busy", DialRingStatus: "true", DialHangupCause: "USER_BUSY", DialALegUUID: CALL, DialBLegUUID: "" },
      { type: "dial_ended", status: "busy", ringing: true, hangupCause: "USER_BUSY", aLegUuid: CALL, bLegUuid: "" },
    ],
    ["nothing of its own", {}, null],
  ])("reads %s under the token and the kind", (_name, params, event) => {
    expect(step("action", { ...common, ...params })).toMatchObject({
      key: "tok:action",
      callUuid: CALL,
      xml: true,
      event: { type: "step", token: "tok", request: "action", callUuid: CALL, event },
    });
  });

  it("reads the redirect behind a verb as silence", () => {
    expect(step("redirect", common)).toMatchObject({
      key: "tok:redirect",
      xml: true,
      event: { request: "redirect", event: { type: "silence" } },
    });
  });

  it("keys the news of a dialled leg by leg and action", () => {
    const params = {
      Event: "DialHangup",
      DialAction: "hangup",
      DialALegUUID: CALL,
      DialBLegUUID: B_LEG,
      DialBLegFrom: "14155550199",
      DialBLegTo: "14155550142",
      DialBLegDuration: "5",
      DialBLegHangupCauseCode: "9110",
    };
    expect(step("callback", params)).toMatchObject({
      key: `${CALL}:${B_LEG}:hangup`,
      callUuid: CALL,
      xml: false,
      event: {
        event: { type: "dial_leg", action: "hangup", bLegUuid: B_LEG, to: "+14155550142", durationSeconds: 5, hangup: { code: 9110 } },
      },
    });
  });

  it("keys the file and the transcript of a recording apart", () => {
    const file = step("callback", {
      ...common,
      RecordUrl: "https://media.example.com/r.mp3",
      RecordingID: "rec-1",
      RecordingDuration: "-1",
    });
    expect(file).toMatchObject({ key: "rec-1:callback", event: { event: { type: "recording", source: "callback", durationSeconds: 0 } } });
    const text = step("callback", { recording_id: "rec-1", call_uuid: CALL, transcription: "Hello", error: "" });
    expect(text).toMatchObject({ key: "rec-1:transcription", callUuid: CALL, event: { event: { type: "transcription", text: "Hello" } } });
  });
});

describe("webhooks of an effect", () => {
  it("reads an answered call, which is owed a document", () => {
    expect(effect("answer", { ...outbound, Event: "StartApp" })).toMatchObject({
      key: `${CALL}:answer`,
      xml: true,
      proof: { callUuid: CALL },
      event: {
        type: "effect",
        effectId: "eff",
        asking: CALL,
        event: {
          type: "call_progress",
          progress: "answered",
          leg: { role: "outbound", to: "+14155550100", status: "in-progress", answeredAt: "2026-03-02T09:30:00.000Z" },
        },
      },
    });
  });

  it("reads a machine heard before the answer, and one heard after", () => {
    expect(effect("answer", { ...outbound, Machine: "true" })).toMatchObject({
      xml: true,
      event: { asking: CALL, event: { progress: "machine", leg: { machine: true } } },
    });
    const later = effect("machine", { ...outbound, Event: "MachineDetection", Machine: "true", IfMachine: "continue" });
    expect(later).toMatchObject({ key: `${CALL}:machine`, xml: false, event: { event: { progress: "machine" } } });
    expect(later.does === "event" && "asking" in later.event).toBe(false);
  });

  it("reads ringing and the end", () => {
    expect(effect("ring", { ...outbound, CallStatus: "ringing", Event: "Ring" })).toMatchObject({
      key: `${CALL}:ring`,
      event: { event: { progress: "ringing", leg: { answeredAt: null } } },
    });
    expect(
      effect("hangup", { ...outbound, CallStatus: "busy", Event: "Hangup", HangupCauseCode: "3010", HangupSource: "Carrier" }),
    ).toMatchObject({
      key: `${CALL}:hangup`,
      event: {
        event: {
          progress: "ended",
          leg: { status: "busy", hangup: { code: 3010, source: "Carrier" }, endedAt: "2026-03-02T09:30:00.000Z" },
        },
      },
    });
  });

  it("keys a delivery report by message and state", () => {
    const params = {
      MessageUUID: MESSAGE,
      From: "14155550199",
      To: "14155550100",
      Type: "sms",
      Status: "failed",
      ErrorCode: "420",
      Units: "1",
    };
    expect(effect("message", params)).toMatchObject({
      key: `${MESSAGE}:failed`,
      proof: { messageUuid: MESSAGE },
      event: { event: { type: "message_status", status: "failed", errorCode: "420" } },
    });
  });
});

it("names the field that is missing or misshapen", () => {
  expect(readWebhook({ at: "number", kind: "answer" }, { ...common, CallUUID: "1From14155550100" }, NOW)).toMatchObject({
    ok: false,
    problems: [{ path: "CallUUID" }],
  });
  expect(readWebhook({ at: "step", kind: "action", token: "t" }, {}, NOW)).toMatchObject({ ok: false });
});

import { createPlivoClient } from "@cordboard/plivo";
import { isRepeatable, type RoomRequest, type SteerRoomEffect } from "@cordboard/contract";
import { describe, expect, it } from "vitest";
import { carrierUrls } from "./carrier-urls.ts";
import { createDestinationGuard } from "./destination-guard.ts";
import { performEffect } from "./perform-effect.ts";
import { readWebhook, type WebhookPath } from "./read-webhook.ts";

const CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
const ROOM = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb";
const common = { CallUUID: CALL, From: "14155550100", To: "14155550199", CallStatus: "in-progress", Direction: "inbound" };
const recorded = { RecordUrl: "https://m.example/r.mp3", RecordingID: "r-1", RecordingDuration: "12" };

function read(path: WebhookPath, params: Record<string, string>) {
  const meaning = readWebhook(path, params, 0);
  if (!meaning.ok) throw new Error(JSON.stringify(meaning.problems));
  return meaning;
}
const callback = (params: Record<string, string>) => read({ at: "step", kind: "callback", token: "tok" }, params);
const action = (params: Record<string, string>) => read({ at: "step", kind: "action", token: "tok" }, params);

describe("news of rooms", () => {
  it.each([
    [
      "a conference's",
      { ...common, ConferenceAction: "enter", ConferenceName: "team", ConferenceUUID: ROOM, ConferenceMemberID: "7" },
      `${ROOM}:7:enter:`,
      { event: "enter", memberId: "7", callUuid: CALL },
    ],
    [
      "keys in a conference",
      {
        ...common,
        ConferenceAction: "digits",
        ConferenceName: "team",
        ConferenceUUID: ROOM,
        ConferenceMemberID: "7",
        ConferenceDigitsMatch: "*9",
      },
      `${ROOM}:7:digits:*9`,
      { event: "digits", digits: "*9" },
    ],
    [
      "a multi-party call's",
      {
        EventName: "ParticipantJoin",
        EventTimestamp: "2026-03-02 09:30:00",
        MPCUUID: ROOM,
        MPCName: "x",
        MemberID: "7",
        ParticipantRole: "Agent",
        ParticipantCallUUID: CALL,
      },
      `${ROOM}:7:ParticipantJoin:2026-03-02 09:30:00`,
      { event: "enter", role: "agent", callUuid: CALL },
    ],
    ["the end of one", { EventName: "MPCEnd", MPCUUID: ROOM }, `${ROOM}::MPCEnd:`, { event: "end", callUuid: "" }],
    [
      "another word",
      { EventName: "ParticipantSpeakStart", MPCUUID: ROOM },
      `${ROOM}::ParticipantSpeakStart:`,
      { event: "ParticipantSpeakStart" },
    ],
  ])("reads %s", (_what, params, key, event) => {
    const meaning = callback(params);
    expect(meaning).toMatchObject({
      does: "event",
      key,
      xml: false,
      event: { type: "step", request: "callback", event: { type: "room", roomUuid: ROOM, ...event } },
    });
  });

  it("reads the recording of a room as a recording", () => {
    const conference = callback({ ...common, ConferenceAction: "record", ConferenceName: "team", ...recorded });
    const party = callback({ EventName: "MPCRecordingCompleted", MPCUUID: ROOM, ...recorded });
    for (const meaning of [conference, party])
      expect(meaning).toMatchObject({
        key: "r-1:callback",
        event: { event: { type: "recording", id: "r-1", durationSeconds: 12, source: "callback" } },
      });
  });

  it("reads that a call has come out of its room", () => {
    const out = [
      action({ ...common, ConferenceName: "team", ConferenceUUID: ROOM, ConferenceMemberID: "7" }),
      action({ ...common, MPCUUID: ROOM, MemberID: "7" }),
    ];
    for (const meaning of out)
      expect(meaning).toMatchObject({ xml: true, event: { event: { type: "room_left", roomUuid: ROOM, memberId: "7" } } });
  });

  it("reads news of a stream", () => {
    expect(callback({ Event: "StartStream", CallUUID: CALL, StreamID: "s-1", Timestamp: "2026-03-02 09:30:00" })).toMatchObject({
      key: "s-1:StartStream:2026-03-02 09:30:00",
      event: { event: { type: "stream", event: "StartStream", streamId: "s-1" } },
    });
  });

  it.each([
    ["queued", "ringing"],
    ["ringing", "ringing"],
    ["in-progress", "answered"],
    ["completed", "ended"],
    ["no-answer", "ended"],
  ])("takes a called participant that is %s for %s", (CallStatus, progress) => {
    const meaning = read({ at: "effect", kind: "status", effectId: "eff" }, { ...common, Direction: "outbound", CallStatus });
    expect(meaning).toMatchObject({
      xml: false,
      event: { type: "effect", effectId: "eff", event: { type: "call_progress", progress, leg: { to: "+14155550199" } } },
    });
  });
});

async function steer(room: "conference" | "mpc", request: RoomRequest, status: number, body: unknown = {}) {
  const requests: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const path = new URL(url instanceof Request ? url.url : url).pathname.replace("/v1/Account/MA1", "");
    requests.push(`${init?.method} ${path} ${typeof init?.body === "string" ? init.body : ""}`.trim());
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  };
  const effect: SteerRoomEffect = { id: "e", kind: "steer_room", room, name: "team", request };
  const attempt = await performEffect(effect, {
    client: createPlivoClient({ authId: "MA1", authToken: "t", baseUrl: "http://carrier.test", fetch }),
    urls: carrierUrls("https://flows.example.com"),
    guard: createDestinationGuard(["US"]),
    token: "tok",
    ageSeconds: 0,
    placedCallUuid: null,
    begin: () => Promise.resolve(true),
  });
  return { attempt, requests, harmless: isRepeatable(effect) };
}

describe("steering a room", () => {
  const ADD: RoomRequest = { do: "add", role: "agent", from: "+14155550199", to: "+14155550142", ringSeconds: 20, timeLimitSeconds: 600 };
  const done = { kind: "done", result: { ok: true, data: {} } };

  it("calls somebody in, and is told what becomes of the call", async () => {
    const { attempt, requests, harmless } = await steer("mpc", ADD, 201, {
      calls: [{ call_uuid: CALL, to: "x", from: "y" }],
      request_uuid: CALL,
    });
    expect(attempt).toEqual({ kind: "done", result: { ok: true, data: { callUuid: CALL } } });
    expect(requests[0]).toMatch(/^POST \/MultiPartyCall\/name_team\/Participant\/ .*"ring_timeout":20.*\/carrier\/voice\/e\/tok\/status#/);
    expect(harmless).toBe(false);
  });

  it("calls nobody whom flows may not call, and nobody into a conference", async () => {
    const abroad = await steer("mpc", { ...ADD, to: "+493012345678" }, 201);
    expect(abroad).toMatchObject({ requests: [], attempt: { result: { ok: false, error: { code: "destination_not_allowed" } } } });
    expect(await steer("conference", ADD, 201)).toMatchObject({
      requests: [],
      attempt: { result: { error: { code: "carrier_refused" } } },
    });
  });

  it.each<["conference" | "mpc", RoomRequest, string, boolean]>([
    ["mpc", { do: "change", member: "7", hold: true }, 'POST /MultiPartyCall/name_team/Participant/7/ {"hold":true}', true],
    ["mpc", { do: "change", member: "7", mute: false }, 'POST /MultiPartyCall/name_team/Participant/7/ {"mute":false}', true],
    ["mpc", { do: "remove", member: "7" }, "DELETE /MultiPartyCall/name_team/Participant/7/", true],
    [
      "mpc",
      { do: "play", member: "7", url: "https://m.example/a.mp3" },
      'POST /MultiPartyCall/name_team/Member/7/Play/ {"url":"https://m.example/a.mp3"}',
      false,
    ],
    ["mpc", { do: "end" }, "DELETE /MultiPartyCall/name_team/", true],
    ["conference", { do: "change", member: "7", mute: true }, "POST /Conference/team/Member/7/Mute/", true],
    ["conference", { do: "change", member: "7", mute: false }, "DELETE /Conference/team/Member/7/Mute/", true],
    ["conference", { do: "remove", member: "7" }, "DELETE /Conference/team/Member/7/", true],
    [
      "conference",
      { do: "play", member: "7", url: "https://m.example/a.mp3" },
      'POST /Conference/team/Member/7/Play/ {"url":"https://m.example/a.mp3"}',
      false,
    ],
    ["conference", { do: "end" }, "DELETE /Conference/team/", true],
  ])("%s: %o", async (room, request, asked, harmless) => {
    expect(await steer(room, request, 204)).toEqual({ attempt: done, requests: [asked], harmless });
  });
});

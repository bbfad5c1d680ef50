import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PlivoClient, createPlivoClient } from "./client.ts";
import { type FakeCarrier, startFakeCarrier } from "./fake-carrier.ts";

const CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
const ACCOUNT = "/v1/Account/MASIMULATOR000000001";

let carrier: FakeCarrier;
let plivo: PlivoClient;
beforeAll(async () => {
  carrier = await startFakeCarrier();
  plivo = createPlivoClient({ authId: "MASIMULATOR000000001", authToken: "token", baseUrl: `${carrier.baseUrl}/` });
});
afterAll(() => carrier.close());
beforeEach(() => {
  carrier.asked.length = 0;
});

/** `METHOD path body` of the one request that was sent. */
function asked(): [string, unknown] {
  expect(carrier.asked).toHaveLength(1);
  const [request] = carrier.asked;
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from("MASIMULATOR000000001:token").toString("base64")}`);
  return [`${request?.method} ${request?.url.replace(ACCOUNT, "")}`, request?.body ?? null];
}

describe("calls", () => {
  it("are placed with every documented field", async () => {
    carrier.answer(201, { message: "call fired", request_uuid: CALL, api_id: "a-1" });
    const created = await plivo.calls.create({
      from: "+14155550199",
      to: "sip:ann@phone.plivo.com",
      answerUrl: "https://flows.example.com/answer#ct=2000",
      answerMethod: "POST",
      ringUrl: "https://flows.example.com/ring",
      hangupUrl: "https://flows.example.com/hangup",
      fallbackUrl: "https://flows.example.com/fallback",
      callerName: "Cordboard",
      sendDigits: "1w2W3",
      sendOnPreanswer: false,
      timeLimitSeconds: 3600,
      hangupOnRingSeconds: 40,
      ringTimeoutSeconds: 30,
      sipHeaders: { a: "1", b: "2" },
      parentCallUuid: CALL,
      errorIfParentNotFound: true,
      machineDetection: "hangup",
      machineDetectionTimeMs: 5000,
      machineDetectionUrl: "https://flows.example.com/machine",
      machineDetectionMethod: "POST",
      machineDetectionMaximumSpeechMs: 5000,
      machineDetectionInitialSilenceMs: 4500,
      machineDetectionMaximumWords: 3,
      machineDetectionInitialGreetingMs: 1500,
    });
    expect(created).toEqual({ requestUuid: CALL, message: "call fired", apiId: "a-1" });
    expect(asked()).toEqual([
      "POST /Call/",
      {
        from: "14155550199",
        to: "sip:ann@phone.plivo.com",
        answer_url: "https://flows.example.com/answer#ct=2000",
        answer_method: "POST",
        ring_url: "https://flows.example.com/ring",
        hangup_url: "https://flows.example.com/hangup",
        fallback_url: "https://flows.example.com/fallback",
        caller_name: "Cordboard",
        send_digits: "1w2W3",
        send_on_preanswer: false,
        time_limit: 3600,
        hangup_on_ring: 40,
        ring_timeout: 30,
        sip_headers: "a=1,b=2",
        parent_call_uuid: CALL,
        error_if_parent_not_found: true,
        machine_detection: "hangup",
        machine_detection_time: 5000,
        machine_detection_url: "https://flows.example.com/machine",
        machine_detection_method: "POST",
        machine_detection_maximum_speech_length: 5000,
        machine_detection_initial_silence: 4500,
        machine_detection_maximum_words: 3,
        machine_detection_initial_greeting: 1500,
      },
    ]);
  });

  it("take the one id of a list", async () => {
    carrier.answer(200, { request_uuid: [CALL] });
    const created = await plivo.calls.create({ from: "14155550199", to: "14155550142", answerUrl: "https://flows.example.com/" });
    expect(created.requestUuid).toBe(CALL);
  });

  it("are read once over", async () => {
    const record = {
      call_uuid: CALL,
      from_number: "+12025551111",
      to_number: "19172592277",
      call_direction: "inbound",
      call_state: "ANSWER",
      initiation_time: "2022-06-28 19:39:04+05:30",
      answer_time: null,
      end_time: "2022-06-28 19:39:15+05:30",
      call_duration: 11,
      bill_duration: "11",
      total_rate: "0.00850",
      total_amount: "0.00850",
      hangup_cause_name: "End Of XML Instructions",
      hangup_cause_code: 4010,
      hangup_source: "Plivo",
      parent_call_uuid: null,
      novelty: true,
    };
    const expected = {
      callUuid: CALL,
      from: "+12025551111",
      to: "+19172592277",
      direction: "inbound",
      state: "ANSWER",
      initiatedAt: "2022-06-28T14:09:04.000Z",
      answeredAt: null,
      endedAt: "2022-06-28T14:09:15.000Z",
      durationSeconds: 11,
      billSeconds: 11,
      rate: "0.00850",
      amount: "0.00850",
      hangup: { code: 4010, cause: "End Of XML Instructions", source: "Plivo" },
      parentCallUuid: null,
    };
    carrier.answer(200, record);
    expect(await plivo.calls.get(CALL)).toEqual(expected);
    expect(asked()).toEqual([`GET /Call/${CALL}/`, null]);

    carrier.asked.length = 0;
    carrier.answer(200, { api_id: "a", meta: { limit: 2, offset: 2, next: "/v1/…", previous: null, total_count: 5 }, objects: [record] });
    expect(await plivo.calls.list({ from: "+12025551111", direction: "inbound", hangupCauseCode: 4010, limit: 2, offset: 2 })).toEqual({
      items: [expected],
      limit: 2,
      offset: 2,
      total: 5,
      nextOffset: 4,
    });
    expect(asked()[0]).toBe("GET /Call/?from_number=12025551111&call_direction=inbound&hangup_cause_code=4010&limit=2&offset=2");
  });

  it("are read while they last", async () => {
    carrier.answer(200, {
      call_uuid: CALL,
      request_uuid: CALL,
      call_status: "in-progress",
      from: "14155550199",
      to: "14155550142",
      direction: "outbound",
      session_start: "2022-06-28 14:09:04.000000",
    });
    expect(await plivo.calls.live(CALL)).toMatchObject({
      status: "in-progress",
      from: "+14155550199",
      startedAt: "2022-06-28T14:09:04.000Z",
    });
    expect(asked()[0]).toBe(`GET /Call/${CALL}/?status=live`);
    carrier.answer(200, { api_id: "a", calls: [CALL] });
    expect(await plivo.calls.liveUuids()).toEqual([CALL]);
  });

  it.each<[string, () => Promise<unknown>, number, unknown, string, unknown]>([
    [
      "transferred",
      () => plivo.calls.transfer(CALL, { legs: "both", aLegUrl: "https://x.example/a", bLegUrl: "https://x.example/b", bLegMethod: "GET" }),
      202,
      { message: "call transferred", api_id: "a" },
      `POST /Call/${CALL}/`,
      { legs: "both", aleg_url: "https://x.example/a", bleg_url: "https://x.example/b", bleg_method: "GET" },
    ],
    ["hung up", () => plivo.calls.hangup(CALL), 204, "", `DELETE /Call/${CALL}/`, null],
    ["withdrawn", () => plivo.calls.cancelRequest(CALL), 204, "", `DELETE /Request/${CALL}/`, null],
    [
      "recorded",
      () => plivo.calls.record(CALL, { timeLimitSeconds: 60, fileFormat: "wav" }),
      202,
      { recording_id: "r", url: "https://m.example/r.wav", message: "call recording started", api_id: "a" },
      `POST /Call/${CALL}/Record/`,
      { time_limit: 60, file_format: "wav" },
    ],
    ["no longer recorded", () => plivo.calls.stopRecording(CALL), 204, "", `DELETE /Call/${CALL}/Record/`, null],
  ])("are %s", async (_, run, status, answer, line, body) => {
    carrier.answer(status, answer);
    await run();
    expect(asked()).toEqual([line, body]);
  });
});

describe("messages", () => {
  it("are sent to one number", async () => {
    carrier.answer(202, { message: "message(s) queued", message_uuid: [CALL], api_id: "a-1" });
    expect(
      await plivo.messages.send({
        from: "+14155550199",
        to: "+14155550142",
        text: "héllo < & ✓",
        type: "mms",
        mediaUrls: ["https://m.example/a.png"],
        url: "https://flows.example.com/report",
        method: "POST",
        expirySeconds: 600,
        log: "content_only",
      }),
    ).toEqual({ messageUuid: CALL, message: "message(s) queued", apiId: "a-1" });
    expect(asked()).toEqual([
      "POST /Message/",
      {
        src: "14155550199",
        dst: "14155550142",
        text: "héllo < & ✓",
        type: "mms",
        media_urls: ["https://m.example/a.png"],
        url: "https://flows.example.com/report",
        method: "POST",
        message_expiry: 600,
        log: "content_only",
      },
    ]);
  });

  it("are read, with no error for 000 and no total in lists", async () => {
    const record = {
      message_uuid: CALL,
      from_number: "14155550199",
      to_number: "14155550142",
      message_direction: "outbound",
      message_state: "delivered",
      message_type: "sms",
      message_time: "2026-06-08 06:04:32+00:00",
      units: 1,
      total_rate: "0.0014",
      total_amount: "0.0014",
      error_code: "000",
      powerpack_id: null,
    };
    carrier.answer(200, record);
    expect(await plivo.messages.get(CALL)).toMatchObject({
      state: "delivered",
      errorCode: null,
      to: "+14155550142",
      at: "2026-06-08T06:04:32.000Z",
    });
    carrier.answer(200, { meta: { limit: 20, offset: 0, next: null, previous: null }, objects: [{ ...record, error_code: "30" }] });
    expect(await plivo.messages.list({ state: "undelivered" })).toMatchObject({
      total: null,
      nextOffset: null,
      items: [{ errorCode: "30" }],
    });
  });
});

describe("the account", () => {
  it("is read, its money as a number", async () => {
    carrier.answer(200, {
      auth_id: "MA1",
      name: "Acme",
      account_type: "standard",
      billing_mode: "prepaid",
      cash_credits: "4.88860",
      auto_recharge: false,
    });
    const account = await plivo.account.get();
    expect(account).toEqual({ authId: "MA1", name: "Acme", type: "standard", billing: "prepaid", credits: 4.8886, autoRecharge: false });
    expect(asked()[0]).toBe("GET /");
  });

  it("comes to an address of ours when asked to", async () => {
    carrier.answer(202, { message: "async api spawned", api_id: "a" });
    expect(await plivo.account.postTo("https://flows.example.com/met?1")).toEqual({ message: "async api spawned", apiId: "a" });
    expect(asked()[0]).toBe("GET /Number/?limit=1&callback_url=https%3A%2F%2Fflows.example.com%2Fmet%3F1&callback_method=POST");
  });
});

describe("numbers", () => {
  const number = {
    number: "14155550199",
    alias: "desk",
    application: `${ACCOUNT}/Application/15784735442685051/`,
    number_type: "local",
    voice_enabled: true,
    sms_enabled: "true",
    mms_enabled: false,
    sub_account: null,
  };

  it("are listed with the application that answers", async () => {
    carrier.answer(200, {
      meta: { limit: 20, offset: 0, next: null, total_count: 2 },
      objects: [number, { ...number, number: "12345", application: "/v1/Account/x/Zentrunk/Trunk/1/" }],
    });
    const page = await plivo.numbers.list({ startsWith: "1415" });
    expect(page.items).toMatchObject([
      { number: "+14155550199", appId: "15784735442685051", voice: true, sms: true, mms: false },
      { number: "12345", appId: null },
    ]);
    expect(asked()[0]).toBe("GET /Number/?number_startswith=1415");
  });

  it("are read and given to an application", async () => {
    carrier.answer(200, number);
    expect((await plivo.numbers.get("+14155550199")).alias).toBe("desk");
    expect(asked()[0]).toBe("GET /Number/14155550199/");
    carrier.asked.length = 0;
    carrier.answer(202, { message: "changed", api_id: "a" });
    expect(await plivo.numbers.update("+14155550199", { appId: "15784735442685051" })).toEqual({ message: "changed", apiId: "a" });
    expect(asked()).toEqual(["POST /Number/14155550199/", { app_id: "15784735442685051" }]);
  });
});

describe("applications", () => {
  it("are made, changed, read and removed", async () => {
    carrier.answer(201, { message: "created", app_id: "15784735442685051", api_id: "a" });
    const fields = {
      name: "cordboard-14155550199",
      answerUrl: "https://f.example/a",
      hangupUrl: "https://f.example/h",
      fallbackUrl: "https://f.example/f",
      messageUrl: "https://f.example/m",
      messageMethod: "POST",
    } as const;
    expect((await plivo.applications.create(fields)).appId).toBe("15784735442685051");
    expect(asked()).toEqual([
      "POST /Application/",
      {
        app_name: "cordboard-14155550199",
        answer_url: "https://f.example/a",
        hangup_url: "https://f.example/h",
        fallback_answer_url: "https://f.example/f",
        message_url: "https://f.example/m",
        message_method: "POST",
      },
    ]);

    carrier.asked.length = 0;
    carrier.answer(202, { message: "changed" });
    await plivo.applications.update("15784735442685051", { answerMethod: "POST" });
    expect(asked()).toEqual(["POST /Application/15784735442685051/", { answer_method: "POST" }]);

    carrier.asked.length = 0;
    const stored = {
      app_id: "15784735442685051",
      app_name: "cordboard-14155550199",
      answer_url: "https://f.example/a",
      default_app: false,
      sip_uri: "sip:15784735442685051@app.plivo.com",
    };
    carrier.answer(200, stored);
    expect(await plivo.applications.get("15784735442685051")).toMatchObject({
      name: "cordboard-14155550199",
      hangupUrl: null,
      default: false,
    });
    carrier.answer(200, { meta: { limit: 20, offset: 0, next: null, total_count: 1 }, objects: [stored] });
    expect((await plivo.applications.list({ name: "cordboard-" })).items).toHaveLength(1);

    carrier.asked.length = 0;
    carrier.answer(204, "");
    await plivo.applications.remove("15784735442685051");
    expect(asked()).toEqual(["DELETE /Application/15784735442685051/", null]);
  });
});

describe("recordings", () => {
  it("are read, listed and removed", async () => {
    const stored = {
      recording_id: "r-1",
      call_uuid: CALL,
      recording_url: "https://m.example/r.mp3",
      recording_format: "mp3",
      recording_duration_ms: "345100.00000",
      add_time: "2026-06-08 06:04:32+00:00",
    };
    carrier.answer(200, stored);
    expect(await plivo.recordings.get("r-1")).toMatchObject({
      recordingId: "r-1",
      durationMs: 345100,
      url: "https://m.example/r.mp3",
      addedAt: "2026-06-08T06:04:32.000Z",
    });
    carrier.asked.length = 0;
    carrier.answer(200, { meta: { limit: 20, offset: 0, next: null, total_count: 1 }, objects: [stored] });
    expect((await plivo.recordings.list({ callUuid: CALL })).items).toHaveLength(1);
    expect(asked()[0]).toBe(`GET /Recording/?call_uuid=${CALL}`);
    carrier.answer(204, "");
    await plivo.recordings.remove("r-1");
  });
});

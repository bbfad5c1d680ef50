import type { CarrierEffect } from "@cordboard/contract";
import { createPlivoClient } from "@cordboard/plivo";
import { describe, expect, it } from "vitest";
import { carrierUrls } from "./carrier-urls.ts";
import { createDestinationGuard } from "./destination-guard.ts";
import { performEffect } from "./perform-effect.ts";

const SMS: CarrierEffect = {
  id: "e",
  kind: "send_message",
  from: "+14155550199",
  to: "+14155550100",
  text: "Hi",
  channel: "sms",
  media: [],
  expirySeconds: 600,
  log: "true",
};
const CALL: CarrierEffect = {
  id: "e",
  kind: "place_call",
  from: "+14155550199",
  to: "+14155550100",
  ringSeconds: 45,
  timeLimitSeconds: 600,
  machineDetection: "off",
  machineSync: false,
  sendDigits: "",
  record: false,
};
const UUID = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

async function perform(
  effect: CarrierEffect,
  answer: Answer,
  context: { ageSeconds?: number; placedCallUuid?: string | null; begin?: () => Promise<boolean> } = {},
) {
  const requests: { method: string; path: string; body: unknown }[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    requests.push({
      method: init?.method ?? "",
      path: new URL(url instanceof Request ? url.url : url).pathname,
      body: typeof init?.body === "string" ? JSON.parse(init.body) : null,
    });
    if (answer instanceof Error) throw answer;
    return new Response(answer.status === 204 ? null : JSON.stringify(answer.body ?? {}), {
      status: answer.status,
      ...(answer.headers && { headers: answer.headers }),
    });
  };
  const client = createPlivoClient({ authId: "MA1", authToken: "t", baseUrl: "http://carrier.test", fetch });
  const urls = carrierUrls("https://flows.example.com");
  const attempt = await performEffect(effect, {
    client,
    urls,
    guard: createDestinationGuard(null),
    token: "tok",
    ageSeconds: 0,
    placedCallUuid: null,
    begin: async () => true,
    ...context,
  });
  return { attempt, requests };
}
const refusedConnection = new TypeError("fetch failed", {
  cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" }),
});
const timeout = new DOMException("late", "TimeoutError");

describe("send_message", () => {
  it("gives the carrier a callback URL with our token and the seconds that remain", async () => {
    const { attempt, requests } = await perform(
      SMS,
      { status: 202, body: { message_uuid: [UUID], message: "message(s) queued" } },
      { ageSeconds: 100.5 },
    );
    expect(attempt).toEqual({ kind: "done", result: { ok: true, data: { messageUuid: UUID } }, messageUuid: UUID });
    expect(requests).toEqual([
      {
        method: "POST",
        path: "/v1/Account/MA1/Message/",
        body: {
          src: "14155550199",
          dst: "14155550100",
          text: "Hi",
          type: "sms",
          url: "https://flows.example.com/carrier/messages/e/tok",
          message_expiry: 499,
          log: "true",
        },
      },
    ]);
  });

  it("is not sent any more when under five seconds remain", async () => {
    const { attempt, requests } = await perform(SMS, { status: 202 }, { ageSeconds: 596 });
    expect(attempt).toMatchObject({ kind: "done", result: { ok: false, error: { code: "message_expired" }, data: { errorCode: "420" } } });
    expect(requests).toEqual([]);
  });

  it.each(["+19005550100", "14155550100<14155550101"])("never asks the carrier to text %s", async (to) => {
    const { attempt, requests } = await perform({ ...SMS, to }, { status: 202 });
    expect(attempt).toMatchObject({ kind: "done", result: { ok: false, uncertain: false } });
    expect(requests).toEqual([]);
  });
});

describe("place_call", () => {
  it("gives the carrier our four URLs, with the retry tuning", async () => {
    const { attempt, requests } = await perform(CALL, { status: 201, body: { request_uuid: UUID, message: "call fired" } });
    expect(attempt).toEqual({ kind: "done", result: { ok: true, data: { callUuid: UUID } } });
    const at = (kind: string) => `https://flows.example.com/carrier/voice/e/tok/${kind}#ct=2000&rt=15000&rc=3&rp=ct,rt,5xx`;
    expect(requests[0]?.body).toEqual({
      from: "14155550199",
      to: "14155550100",
      answer_url: at("answer"),
      fallback_url: at("answer"),
      ring_url: at("ring"),
      hangup_url: at("hangup"),
      ring_timeout: 45,
      time_limit: 600,
    });
  });

  it.each([
    ["continue", true, { machine_detection: "true" }],
    ["hangup", true, { machine_detection: "hangup" }],
    ["continue", false, { machine_detection: "true", machine_detection_url: expect.stringContaining("/e/tok/machine") }],
  ] as const)("asks for machine detection: %s, in line %s", async (machineDetection, machineSync, fields) => {
    const { requests } = await perform({ ...CALL, machineDetection, machineSync }, { status: 201, body: { request_uuid: UUID } });
    const body = requests[0]?.body as Record<string, unknown>;
    expect(Object.fromEntries(Object.entries(body).filter(([name]) => name.startsWith("machine_")))).toEqual(fields);
  });
});

describe("the right to send", () => {
  const effects: CarrierEffect[] = [
    SMS,
    CALL,
    { id: "e", kind: "hangup_call", callUuid: UUID },
    { id: "e", kind: "cancel_call", effectId: "other" },
    { id: "e", kind: "transfer_call", callUuid: UUID, token: "step" },
  ];
  it.each(effects)("is asked for right before the request ($kind), and refused means that nothing goes out", async (effect) => {
    const asked: string[] = [];
    const begin = async (): Promise<boolean> => asked.push("begin") < 0;
    const { attempt, requests } = await perform(effect, { status: 204 }, { placedCallUuid: UUID, begin });
    expect([attempt.kind, requests, asked]).toEqual(["retry", [], ["begin"]]);
  });

  it("is not asked for when the destination is refused", async () => {
    const begin = (): Promise<boolean> => Promise.reject(new Error("asked"));
    expect((await perform({ ...SMS, to: "+19005550100" }, { status: 202 }, { begin })).attempt.kind).toBe("done");
  });
});

describe("what an attempt came to", () => {
  it.each([
    ["no connection", refusedConnection, { kind: "retry", afterMs: null, error: { code: "carrier_unreachable" } }],
    [
      "429 with a time",
      { status: 429, headers: { "retry-after": "7" } },
      { kind: "retry", afterMs: 7_000, error: { code: "carrier_rate_limited" } },
    ],
    ["429 without", { status: 429 }, { kind: "retry", afterMs: null }],
    [
      "400",
      { status: 400, body: { error: "bad src", api_id: "a" } },
      { kind: "done", result: { ok: false, uncertain: false, error: { code: "carrier_refused" }, data: { status: 400, apiId: "a" } } },
    ],
    ["401", { status: 401 }, { kind: "done", result: { error: { code: "carrier_refused" } } }],
    ["500", { status: 500 }, { kind: "uncertain", error: { code: "uncertain" } }],
    ["no answer in time", timeout, { kind: "uncertain" }],
    ["an unreadable answer", { status: 202, body: { nothing: true } }, { kind: "uncertain" }],
    [
      "an invalid number",
      { status: 202, body: { message_uuid: [], invalid_number: ["1"] } },
      { kind: "done", result: { ok: false, error: { code: "invalid_number" } } },
    ],
  ] as [string, Answer, object][])("of a text: %s", async (_name, answer, attempt) => {
    expect((await perform(SMS, answer)).attempt).toMatchObject(attempt);
  });

  const hangup: CarrierEffect = { id: "e", kind: "hangup_call", callUuid: UUID };
  const transfer: CarrierEffect = { id: "e", kind: "transfer_call", callUuid: UUID, token: "step" };
  it.each([
    ["a hang-up", hangup, { status: 204 }, { kind: "done", result: { ok: true } }],
    ["a hang-up of a call that is over", hangup, { status: 404 }, { kind: "done", result: { ok: true } }],
    ["a hang-up that may have been lost: again", hangup, timeout, { kind: "retry" }],
    ["a transfer", transfer, { status: 202, body: { message: "call transferred" } }, { kind: "done", result: { ok: true } }],
    ["a transfer that may have been lost: not again", transfer, timeout, { kind: "done", result: { ok: false, uncertain: false } }],
    ["a transfer of a call that is over", transfer, { status: 404 }, { kind: "done", result: { ok: false } }],
  ] as [string, CarrierEffect, Answer, object][])("of %s", async (_name, effect, answer, attempt) => {
    expect((await perform(effect, answer)).attempt).toMatchObject(attempt);
  });

  it("of a withdrawn call: by its request id, or nothing when it never got one", async () => {
    const cancel: CarrierEffect = { id: "e", kind: "cancel_call", effectId: "other" };
    expect((await perform(cancel, { status: 204 }, { placedCallUuid: UUID })).requests).toMatchObject([
      { method: "DELETE", path: `/v1/Account/MA1/Request/${UUID}/` },
    ]);
    expect(await perform(cancel, { status: 500 })).toEqual({ attempt: { kind: "done", result: { ok: true, data: {} } }, requests: [] });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPlivoClient } from "./client.ts";
import { type FakeCarrier, startFakeCarrier } from "./fake-carrier.ts";
import { PlivoError } from "./plivo-error.ts";

const authToken = "FAKEauthTOKENforUNITtests0000000000000000";
const call = { from: "+14155550199", to: "+14155550142", answerUrl: "https://flows.example.com/answer" };

let carrier: FakeCarrier;
beforeAll(async () => {
  carrier = await startFakeCarrier();
});
afterAll(() => carrier.close());
beforeEach(() => {
  carrier.asked.length = 0;
});

function client(
  options: { baseUrl?: string; timeoutMs?: number; fetch?: typeof globalThis.fetch } = {},
): ReturnType<typeof createPlivoClient> {
  return createPlivoClient({ authId: "MASIMULATOR000000001", authToken, baseUrl: carrier.baseUrl, ...options });
}

async function failure(promise: Promise<unknown>): Promise<PlivoError> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlivoError)) throw error;
  expect(JSON.stringify([error.message, String(error.stack)])).not.toContain(authToken);
  return error;
}

describe("the carrier refuses", () => {
  it.each([
    [400, "bad_request"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [405, "method_not_allowed"],
    [409, "conflict"],
    [410, "refused"],
    [422, "unprocessable"],
    [429, "rate_limited"],
  ])("%i is %s: it answered, so nothing was done", async (status, code) => {
    carrier.answer(status, { api_id: "a-1", error: "no such thing" });
    const error = await failure(client().calls.create(call));
    expect(error).toMatchObject({ code, status, apiId: "a-1", sent: "yes", retryAfterSeconds: null });
    expect(error.message).toContain("no such thing");
    expect(carrier.asked).toHaveLength(1);
  });

  it.each([500, 502, 503, 504])("%i leaves it in doubt, and is not tried again", async (status) => {
    carrier.answer(status, "<html>oops</html>");
    expect(await failure(client().calls.create(call))).toMatchObject({ code: "server_error", status, sent: "maybe" });
    expect(carrier.asked).toHaveLength(1);
  });

  it("says when to come back, in seconds or as a date by the carrier's clock", async () => {
    carrier.answer(429, { error: "slow" }, { "retry-after": "7" });
    expect((await failure(client().calls.create(call))).retryAfterSeconds).toBe(7);
    carrier.answer(503, {}, { date: "Wed, 21 Oct 2026 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" });
    expect((await failure(client().calls.create(call))).retryAfterSeconds).toBe(30);
    carrier.answer(429, {}, { "retry-after": "later" });
    expect((await failure(client().calls.create(call))).retryAfterSeconds).toBeNull();
  });

  it("may speak plain text or nest its errors", async () => {
    carrier.answer(401, "Could not verify your access level");
    expect((await failure(client().numbers.list())).message).toContain("Could not verify");
    carrier.answer(400, { error: { to: ["invalid"] } });
    expect((await failure(client().calls.create(call))).message).toContain('{"to":["invalid"]}');
  });

  it("a redirect is not followed", async () => {
    carrier.answer(302, {}, { location: `${carrier.baseUrl}/elsewhere` });
    expect(await failure(client().calls.create(call))).toMatchObject({ code: "refused", status: 302, sent: "yes" });
    expect(carrier.asked).toHaveLength(1);
  });
});

describe("the answer does not come", () => {
  it("within the time: in doubt", async () => {
    carrier.handle(() => undefined);
    expect(await failure(client({ timeoutMs: 60 }).calls.create(call))).toMatchObject({ code: "timeout", status: null, sent: "maybe" });
    expect(carrier.asked).toHaveLength(1);
  });

  it("within the time, after half of it came: in doubt", async () => {
    carrier.handle((response) => response.writeHead(201).write('{"request_uuid":'));
    expect(await failure(client({ timeoutMs: 60 }).calls.create(call))).toMatchObject({ code: "timeout", sent: "maybe" });
  });

  it("because the connection broke after the request: in doubt, and not tried again", async () => {
    carrier.handle((response) => response.destroy());
    expect(await failure(client().messages.send({ from: "+14155550199", to: "+14155550142", text: "hi" }))).toMatchObject({
      code: "connection_broken",
      sent: "maybe",
    });
    expect(carrier.asked).toHaveLength(1);
  });

  it("because the connection broke in the middle of it: in doubt", async () => {
    carrier.handle((response) => {
      response.writeHead(201, { "content-length": "100" }).write("{");
      setImmediate(() => response.destroy());
    });
    expect(await failure(client().calls.create(call))).toMatchObject({ code: "connection_broken", sent: "maybe" });
  });

  it("because nobody listens: surely not sent", async () => {
    const gone = await startFakeCarrier();
    await gone.close();
    expect(await failure(client({ baseUrl: gone.baseUrl }).calls.create(call))).toMatchObject({ code: "unreachable", sent: "no" });
  });

  it("because the host does not exist or is not one: surely not sent", async () => {
    expect(await failure(client({ baseUrl: "not a url" }).calls.create(call))).toMatchObject({ code: "unreachable", sent: "no" });
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND api.invalid"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("fetch failed", { cause }));
    expect(await failure(client({ fetch }).calls.create(call))).toMatchObject({ code: "unreachable", sent: "no" });
  });

  it("several addresses were tried: surely not sent only when none took the connection", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED ::1:1"), { code: "ECONNREFUSED", syscall: "connect" });
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
    const fetchOf = (errors: Error[]) => (): Promise<Response> =>
      Promise.reject(new TypeError("fetch failed", { cause: new AggregateError(errors) }));
    expect((await failure(client({ fetch: fetchOf([refused, refused]) }).calls.create(call))).sent).toBe("no");
    expect((await failure(client({ fetch: fetchOf([refused, reset]) }).calls.create(call))).sent).toBe("maybe");
  });

  it("a route lost while reading is no failure to connect", async () => {
    const cause = Object.assign(new Error("read EHOSTUNREACH"), { code: "EHOSTUNREACH", syscall: "read" });
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("fetch failed", { cause }));
    expect((await failure(client({ fetch }).calls.create(call))).sent).toBe("maybe");
  });
});

describe("the answer is not as documented", () => {
  it.each([
    ["not JSON", "queued!"],
    ["without the id", { message: "call fired" }],
    ["with several ids for one call", { request_uuid: ["a", "b"] }],
  ])("%s: accepted, but in doubt", async (_, body) => {
    carrier.answer(201, body);
    expect(await failure(client().calls.create(call))).toMatchObject({ code: "bad_answer", status: 201, sent: "maybe" });
  });

  it("a message without an id is in doubt, one to a bad number was refused", async () => {
    const message = { from: "+14155550199", to: "+14155550142", text: "hi" };
    carrier.answer(202, { message: "message(s) queued", message_uuid: [] });
    expect(await failure(client().messages.send(message))).toMatchObject({ code: "bad_answer", sent: "maybe" });
    carrier.answer(202, { message: "message(s) queued", message_uuid: [], invalid_number: ["14155550142"], api_id: "a-2" });
    expect(await failure(client().messages.send(message))).toMatchObject({ code: "invalid_number", sent: "yes", apiId: "a-2" });
  });

  it("an endless answer is cut off", async () => {
    carrier.handle((response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024, "x");
      for (let sent = 0; sent < 6; sent += 1) response.write(chunk);
      response.end();
    });
    expect(await failure(client().calls.list())).toMatchObject({ code: "connection_broken", sent: "maybe" });
  });
});

describe("what is refused before anything is sent", () => {
  const message = { from: "+14155550199", to: "+14155550142", text: "hi" };
  it.each<[string, (plivo: ReturnType<typeof client>) => Promise<unknown>]>([
    ["several destinations of a call", (plivo) => plivo.calls.create({ ...call, to: "14155550142<14155550143" })],
    ["a destination with punctuation", (plivo) => plivo.calls.create({ ...call, to: "+1 (415) 555-0142" })],
    ["no destination", (plivo) => plivo.calls.create({ ...call, to: "" })],
    ["a call to its own number", (plivo) => plivo.calls.create({ ...call, to: "14155550199" })],
    ["a caller that is no number", (plivo) => plivo.calls.create({ ...call, from: "Cordboard" })],
    ["a relative address", (plivo) => plivo.calls.create({ ...call, answerUrl: "/answer" })],
    ["an address with a space", (plivo) => plivo.calls.create({ ...call, hangupUrl: "https://x.example/a b" })],
    ["SIP headers that carry others", (plivo) => plivo.calls.create({ ...call, sipHeaders: { a: "1,b=2" } })],
    ["several destinations of a message", (plivo) => plivo.messages.send({ ...message, to: "14155550142<14155550143" })],
    ["a message to a SIP address", (plivo) => plivo.messages.send({ ...message, to: "sip:ann@x.example" })],
    ["a message with two senders", (plivo) => plivo.messages.send({ ...message, powerpackUuid: "p" })],
    ["a message without a sender", (plivo) => plivo.messages.send({ to: message.to, text: "hi" })],
    ["an empty message", (plivo) => plivo.messages.send({ ...message, text: "" })],
    ["a transfer to nowhere", (plivo) => plivo.calls.transfer("uuid", {})],
    ["an application with a name of many words", (plivo) => plivo.applications.create({ name: "a b" })],
    ["an empty id, which would mean all", (plivo) => plivo.calls.hangup("")],
    ["an id that climbs", (plivo) => plivo.calls.hangup("..")],
    ["an id with a path", (plivo) => plivo.recordings.remove("../Call")],
  ])("%s", async (_, run) => {
    expect(await failure(run(client()))).toMatchObject({ code: "invalid_request", sent: "no", status: null });
    expect(carrier.asked).toEqual([]);
  });
});

import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { newNonce, writeForm } from "@cordboard/plivo";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AUTH_TOKEN, call, flow, NUMBER_TOKEN, startWorld, type World } from "../test-world.ts";

const ANSWER = `/carrier/voice/n/${NUMBER_TOKEN}/answer`;
const MESSAGE = `/carrier/messages/n/${NUMBER_TOKEN}`;

let world: World;
let uuid: string;
beforeAll(async () => {
  world = await startWorld();
  world.publish(
    flow({ Hello: ["play_audio", { prompt: [{ speak: "Hello." }] }] }, ["Start.incoming_call -> Hello", "Start.incoming_message -> Hello"]),
  );
});
afterAll(() => world.close());
beforeEach(() => {
  uuid = randomUUID();
});
const params = () => call({ CallStatus: "ringing", Event: "StartApp" }, uuid);
const text = () => ({ MessageUUID: uuid, From: "14155550100", To: "14155550199", Type: "sms", Text: "Hi", Units: "1" });
const runs = async () => (await world.store.listRuns({ limit: 100 })).items.length;

describe("who signed it", () => {
  it.each([
    ["nobody", { scheme: "none" }],
    ["another account", { token: "another-token" }],
    ["the weaker scheme alone", { scheme: "v2" }],
    ["another address", { signedUrl: "https://evil.example.com/carrier/voice/n/x/answer" }],
    ["the address with a query", { signedUrl: `http://127.0.0.1${ANSWER}?x=1` }],
    ["a GET", { method: "GET" }],
    ["fields that were changed", { body: "CallUUID=x&From=1&To=2&CallStatus=ringing&Direction=inbound" }],
    ["fields that were added", { body: `${writeForm({ a: "1" })}&b=2` }],
    ["an empty signature", { scheme: "none", headers: { "X-Plivo-Signature-V3": "", "X-Plivo-Signature-V3-Nonce": "1" } }],
    ["no nonce", { headers: { "X-Plivo-Signature-V3-Nonce": "" } }],
    ["a nonce of nonsense", { nonce: "a b" }],
  ] as const)("refuses a call signed by %s: 403 and no run", async (_name, options) => {
    const before = await runs();
    expect(await world.post(ANSWER, params(), options)).toMatchObject({ status: 403, body: expect.stringContaining("signature_refused") });
    expect(await runs()).toBe(before);
    expect(world.lines.at(-1)).toMatchObject({ code: expect.any(String), path: "/carrier/voice/n/…/answer" });
  });

  it.each(["answer", "fallback", "hangup"])("refuses an unsigned %s", async (kind) => {
    expect((await world.post(`/carrier/voice/n/${NUMBER_TOKEN}/${kind}`, params(), { scheme: "none" })).status).toBe(403);
  });
  it.each([
    "s/t/action",
    "s/t/redirect",
    "s/t/callback",
    "s/t/document/x",
    "e/t/answer",
    "e/t/ring",
    "e/t/hangup",
    "e/t/machine",
    "hold/x",
  ])("refuses an unsigned %s", async (path) => {
    expect((await world.post(`/carrier/voice/${path}`, params(), { scheme: "none" })).status).toBe(403);
  });
  it.each(["n/t", "e/t"])("refuses an unsigned message to %s", async (path) => {
    expect((await world.post(`/carrier/messages/${path}`, text(), { scheme: "none" })).status).toBe(403);
  });

  it("believes PUBLIC_URL, not Host or X-Forwarded-*", async () => {
    const headers = { "X-Forwarded-Host": "evil.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4" };
    expect((await world.post(ANSWER, params(), { headers })).status).toBe(200);
  });

  it("takes V2 for a message only when there is no V3", async () => {
    expect((await world.post(MESSAGE, text(), { scheme: "v2" })).status).toBe(200);
    const forged = { scheme: "v2", headers: { "X-Plivo-Signature-V3": "AAAA", "X-Plivo-Signature-V3-Nonce": "1" } } as const;
    expect((await world.post(MESSAGE, { ...text(), MessageUUID: randomUUID() }, forged)).status).toBe(403);
  });
});

describe("a nonce", () => {
  it("may come again with the same request", async () => {
    const nonce = newNonce();
    const first = await world.post(ANSWER, params(), { nonce });
    expect(await world.post(ANSWER, params(), { nonce })).toEqual(first);
  });
  it("is refused with another one", async () => {
    const nonce = newNonce();
    await world.post(ANSWER, params(), { nonce });
    const before = await runs();
    const other = await world.post(ANSWER, call({ CallStatus: "ringing" }, randomUUID()), { nonce });
    expect(other).toMatchObject({ status: 403, body: expect.stringContaining("nonce_reused") });
    expect(await runs()).toBe(before);
  });
  it("is refused with another content of the same event, which is stored already", async () => {
    const nonce = newNonce();
    await world.post(ANSWER, params(), { nonce });
    const other = await world.post(ANSWER, { ...params(), From: "14155550666" }, { nonce });
    expect(other).toMatchObject({ status: 403, body: expect.stringContaining("nonce_reused") });
  });
  it("is refused with another one where nothing is stored", async () => {
    const nonce = newNonce();
    const unknown = "/carrier/voice/s/nobody-knows-this-token/action";
    expect((await world.post(unknown, call({ Digits: "1" }), { nonce })).status).toBe(200);
    expect((await world.post(unknown, call({ Digits: "2" }), { nonce })).status).toBe(403);
  });
});

describe("what is not a form of the carrier's", () => {
  const tooMany = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, "x"]));
  it.each([
    [415, "JSON", { headers: { "content-type": "application/json" }, body: "{}" }],
    [415, "multipart", { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--x--" }],
    [415, "another charset", { headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-16" } }],
    [415, "no type", { headers: { "content-type": "" } }],
    [415, "something packed", { headers: { "content-encoding": "gzip" } }],
    [413, "300 KB", { body: `a=${"x".repeat(300 * 1024)}` }],
    [413, "a field of 17 KB", { body: `a=${"x".repeat(17 * 1024)}` }],
    [400, "201 fields", { body: writeForm(tooMany) }],
    [400, "a field twice", { body: "CallUUID=a&CallUUID=b" }],
    [403, "broken escapes", { body: "a=%ZZ" }],
  ] as const)("%i for %s", async (status, _name, options) => {
    expect((await world.post(ANSWER, params(), options)).status).toBe(status);
  });

  it("400 for bytes that are not UTF-8", async () => {
    const response = await fetch(world.publicUrl + ANSWER, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new Uint8Array([0x61, 0x3d, 0xff, 0xfe]),
    });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("body_unreadable")]);
  });

  it("400 for signed fields that are not as documented, by name", async () => {
    const odd = await world.post(ANSWER, call({ CallUUID: "1", From: "14155550100From" }));
    expect(odd).toMatchObject({ status: 400, body: expect.stringMatching(/CallUUID.*bad_field/) });
  });

  it("404 for an address that is none, only to the carrier", async () => {
    expect((await world.post("/carrier/voice/n/x/steal", params())).status).toBe(404);
    expect((await world.post("/carrier/voice/n/x/steal", params(), { scheme: "none" })).status).toBe(403);
  });

  it("stays up when a connection breaks in the middle of a body", async () => {
    const { port, hostname } = new URL(world.publicUrl);
    await new Promise<void>((done) => {
      const half = request({
        port,
        hostname,
        path: ANSWER,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "1000" },
      });
      half.on("error", () => done());
      half.write("CallUUID=", () => half.destroy(new Error("cut")));
    });
    expect((await world.post(ANSWER, params())).status).toBe(200);
  });
});

it("never writes numbers, texts, tokens or keys into the log", () => {
  const log = JSON.stringify(world.lines);
  expect(world.lines.length).toBeGreaterThan(20);
  for (const secret of [AUTH_TOKEN, NUMBER_TOKEN, "14155550100", "4155550199"]) expect(log).not.toContain(secret);
});

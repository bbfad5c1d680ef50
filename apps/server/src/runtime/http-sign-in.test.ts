import { createHmac } from "node:crypto";
import type { HttpRequestEffect } from "@cordboard/contract";
import { beforeEach, expect, it } from "vitest";
import { type EgressAnswer, EgressError, type EgressRequest } from "../egress/egress-client.ts";
import { performHttp } from "./http-effect.ts";
import { signIn } from "./http-sign-in.ts";
import { createTokens } from "./http-tokens.ts";

const REQUEST = { method: "post", url: "https://api.example.com/a b?x=1#top", body: '{"a":1}', timeoutMs: 1_000 };
const CLIENT = { tokenUrl: "https://id.example.com/token", clientId: "a:b", clientSecret: "p w", scope: "read write" };
const EFFECT: HttpRequestEffect = {
  id: "e",
  kind: "http_request",
  method: "POST",
  url: "https://api.example.com/x",
  query: {},
  headers: {},
  auth: { kind: "oauth2", secret: "APP" },
  body: { kind: "none" },
  timeoutSeconds: 10,
  retries: 0,
  idempotencyKey: null,
  redirects: 0,
  maxBytes: 1_048_576,
};

/** A token server that gives out t1, t2 …, and an API that takes those in `valid`. */
let sent: EgressRequest[];
let now: number;
let tokenAnswer: () => Partial<EgressAnswer>;
let valid: Set<string>;
beforeEach(() => {
  sent = [];
  now = 0;
  let given = 0;
  valid = new Set(["t1", "t2", "t3"]);
  tokenAnswer = () => json(200, { access_token: `t${++given}`, token_type: "Bearer", expires_in: 3_600 });
});
const json = (status: number, body: object): Partial<EgressAnswer> => ({ status, body: Buffer.from(JSON.stringify(body)) });
const egress = {
  send: async (request: EgressRequest): Promise<EgressAnswer> => {
    sent.push(request);
    await new Promise((done) => setImmediate(done));
    const answer =
      request.url === CLIENT.tokenUrl
        ? tokenAnswer()
        : { status: valid.has((request.headers["authorization"] ?? "").slice("Bearer ".length)) ? 200 : 401 };
    return { status: 200, headers: {}, body: Buffer.alloc(0), durationMs: 1, ...answer };
  },
};
const world = (client: object | string = CLIENT) => {
  const tokens = createTokens(egress, () => now);
  const code = { run: () => Promise.reject(new Error("no code here")) };
  const secrets = async () => (typeof client === "string" ? client : JSON.stringify(client));
  return (more: Partial<HttpRequestEffect> = {}, attempts = 1) =>
    performHttp({ ...EFFECT, ...more }, attempts, { egress, secrets, tokens, wallClock: Date.now, code });
};
const asked = () => sent.map(({ url, headers }) => (url === CLIENT.tokenUrl ? "token" : headers["authorization"]));

it("signs time, method, path with query, and body", async () => {
  const { headers } = await signIn(
    { kind: "hmac", secret: "S" },
    "key\n",
    REQUEST,
    createTokens(egress, () => 0),
    1_700_000_000,
  );
  const content = '1700000000\nPOST\n/a%20b?x=1\n{"a":1}';
  const signature = createHmac("sha256", "key").update(content).digest("hex");
  expect(headers).toEqual({ "x-timestamp": "1700000000", "x-signature": `sha256=${signature}` });
});

it.each([
  ["basic", "nobody", "user:password"],
  ["oauth2", "just-a-token", "JSON with tokenUrl"],
  ["oauth2", '{"tokenUrl":"https://id.example.com/token","clientId":"a"}', "clientSecret"],
] as const)("%s: a secret of another form is named, and nothing is sent", async (kind, secret, said) => {
  expect(await world(secret)({ auth: { kind, secret: "APP" } })).toMatchObject({
    result: { ok: false, error: { code: "secret_invalid", message: expect.stringContaining(said) } },
  });
  expect(sent).toEqual([]);
});

it("a key with a colon in it is still a key", async () => {
  const { headers } = await signIn(
    { kind: "api_key", secret: "S" },
    "abc:def",
    REQUEST,
    createTokens(egress, () => 0),
    0,
  );
  expect(headers).toEqual({ "x-api-key": "abc:def" });
});

it("asks for one token, by the client's form-encoded credentials, and shares it", async () => {
  const perform = world();
  await Promise.all([perform(), perform()]);
  await perform();
  expect(asked()).toEqual(["token", "Bearer t1", "Bearer t1", "Bearer t1"]);
  expect(sent[0]).toMatchObject({
    method: "POST",
    body: "grant_type=client_credentials&scope=read+write",
    headers: { authorization: `Basic ${Buffer.from("a%3Ab:p+w").toString("base64")}` },
  });
});

it("sends the client in the form when the secret says so", async () => {
  await world({ ...CLIENT, clientAuth: "body", audience: "api" })();
  expect(sent[0]?.body).toBe("grant_type=client_credentials&scope=read+write&audience=api&client_id=a%3Ab&client_secret=p+w");
  expect(sent[0]?.headers).not.toHaveProperty("authorization");
});

it("asks for a new one shortly before it runs out", async () => {
  const perform = world();
  await perform();
  now = 3_569_000;
  await perform();
  now = 3_571_000;
  await perform();
  expect(asked()).toEqual(["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
});

it("replaces a kept token that is refused, once", async () => {
  const perform = world();
  await perform();
  valid.delete("t1");
  expect(await perform()).toMatchObject({ result: { ok: true, data: { status: 200 } } });
  expect(asked()).toEqual(["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
  valid.clear();
  expect(await perform()).toMatchObject({ result: { ok: true, data: { status: 401 } } });
  expect(asked().slice(5)).toEqual(["Bearer t2", "token", "Bearer t3"]);
});

it("says what the token server said, and never the secret", async () => {
  tokenAnswer = () => json(400, { error: "invalid_client", error_description: CLIENT.clientSecret });
  const attempt = await world()({ retries: 3 });
  expect(attempt).toMatchObject({ kind: "done", result: { ok: false, uncertain: false, error: { code: "sign_in_failed" } } });
  expect(JSON.stringify(attempt)).toContain("status 400, invalid_client");
  expect(JSON.stringify(attempt)).not.toContain(CLIENT.clientSecret);
});

it("tries again later when the token server is busy or away: the request itself was not sent", async () => {
  tokenAnswer = () => ({ status: 503 });
  expect(await world()({ retries: 1 })).toMatchObject({ kind: "retry", error: { code: "sign_in_failed" } });
  tokenAnswer = () => {
    throw new EgressError("http_timeout", "late", "maybe");
  };
  expect(await world()({ retries: 1 })).toMatchObject({ kind: "retry", error: { code: "http_timeout" } });
  expect(await world()()).toMatchObject({ kind: "done", result: { ok: false, error: { code: "http_timeout" } } });
  expect(asked()).toEqual(["token", "token", "token"]);
});

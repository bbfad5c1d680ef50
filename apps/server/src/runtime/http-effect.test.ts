import type { HttpRequestEffect } from "@cordboard/contract";
import { secretMarker } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { type EgressAnswer, EgressError, type EgressRequest } from "../egress/egress-client.ts";
import { performHttp } from "./http-effect.ts";
import { createTokens } from "./http-tokens.ts";

const BASE: HttpRequestEffect = {
  id: "e",
  kind: "http_request",
  method: "POST",
  url: "https://api.example.com/x?a=1#top",
  query: {},
  headers: {},
  auth: { kind: "none", secret: "" },
  body: { kind: "none" },
  timeoutSeconds: 10,
  retries: 0,
  idempotencyKey: null,
  redirects: 0,
  maxBytes: 1_048_576,
};
const SECRETS: Record<string, string> = { KEY: "k e&y", PAIR: "ann:pw", HEADER: "X-Token: abc" };

type Told = Partial<EgressAnswer> | EgressError;
async function perform(more: Partial<HttpRequestEffect>, answer: Told | ((request: EgressRequest) => Told) = {}, attempts = 1) {
  let sent: EgressRequest | null = null;
  const all: EgressRequest[] = [];
  const egress = {
    send: async (request: EgressRequest): Promise<EgressAnswer> => {
      sent = request;
      all.push(request);
      const told = typeof answer === "function" ? answer(request) : answer;
      if (told instanceof EgressError) throw told;
      return { status: 200, headers: {}, body: Buffer.alloc(0), durationMs: 5, ...told };
    },
    close: async () => undefined,
  };
  const ports = {
    egress,
    secrets: async (name: string) => SECRETS[name] ?? null,
    tokens: createTokens(egress, () => performance.now()),
    wallClock: Date.now,
    code: { run: () => Promise.reject(new Error("no code here")) },
  };
  const attempt = await performHttp({ ...BASE, ...more }, attempts, ports);
  return { attempt, sent: sent as EgressRequest | null, all };
}

describe("what is sent", () => {
  it.each([
    ["json", { kind: "json", value: { a: [1, "ä"] } }, '{"a":[1,"ä"]}', "application/json"],
    ["form", { kind: "form", value: { a: "1 2", b: "ä&" } }, "a=1+2&b=%C3%A4%26", "application/x-www-form-urlencoded"],
    ["text", { kind: "text", value: "hello" }, "hello", "text/plain; charset=utf-8"],
    ["none", { kind: "none" }, null, undefined],
  ] as const)("%s", async (_name, body, text, type) => {
    const { sent } = await perform({ body: body as HttpRequestEffect["body"] });
    expect([sent?.body, sent?.headers["content-type"]]).toEqual([text, type]);
  });

  it("query fields behind those of the address, before its fragment", async () => {
    expect((await perform({ query: { b: "2 3" } })).sent?.url).toBe("https://api.example.com/x?a=1&b=2+3#top");
    expect((await perform({ url: "https://api.example.com/", query: { b: "2" } })).sent?.url).toBe("https://api.example.com/?b=2");
  });

  it("a header of the author's instead of ours, whatever its case", async () => {
    const { sent } = await perform({
      body: { kind: "json", value: {} },
      headers: { "Content-Type": "application/vnd.x+json" },
      idempotencyKey: "once",
    });
    expect(sent?.headers).toEqual({ "content-type": "application/vnd.x+json", "idempotency-key": "once" });
  });

  it.each([
    ["basic", "PAIR", { authorization: `Basic ${Buffer.from("ann:pw").toString("base64")}` }],
    ["bearer", "KEY", { authorization: "Bearer k e&y" }],
    ["api_key", "KEY", { "x-api-key": "k e&y" }],
    ["api_key", "HEADER", { "x-token": "abc" }],
  ] as const)("%s authentication with the secret %s", async (kind, secret, headers) => {
    expect((await perform({ auth: { kind, secret } })).sent?.headers).toEqual(headers);
  });

  it("secrets in place of their marks, each encoded for where it stands", async () => {
    const mark = secretMarker("KEY");
    const { sent } = await perform({ query: { k: mark }, headers: { "X-K": mark }, body: { kind: "json", value: { k: `"${mark}"` } } });
    expect(sent).toMatchObject({ url: expect.stringContaining("k=k+e%26y"), headers: { "x-k": "k e&y" }, body: '{"k":"\\"k e&y\\""}' });
  });

  it("a form with files, which are fetched first and keep their kind and name", async () => {
    const files = [{ name: "voicemail", url: "https://media.example.com/rec/1.mp3?sig=x", fileName: "" }];
    const { sent, all } = await perform({ body: { kind: "multipart", value: { a: "ä", key: secretMarker("KEY") }, files } }, ({ url }) =>
      url.includes("/rec/") ? { headers: { "content-type": "audio/mpeg" }, body: Buffer.from([0xff, 0xfb, 0x00]) } : {},
    );
    expect(all.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET https://media.example.com/rec/1.mp3?sig=x",
      "POST https://api.example.com/x?a=1#top",
    ]);
    const form = await new Response(new Uint8Array(Buffer.from(sent?.body ?? "")), {
      headers: { "content-type": sent?.headers["content-type"] ?? "" },
    }).formData();
    const file = form.get("voicemail");
    if (!(file instanceof File)) throw new Error("no file");
    expect([form.get("a"), form.get("key"), file.name, file.type, file.size]).toEqual(["ä", "k e&y", "1.mp3", "audio/mpeg", 3]);
  });

  it("no form when one of its files can't be had", async () => {
    const files = [{ name: "f", url: "https://media.example.com/gone", fileName: "" }];
    const { attempt, all } = await perform({ body: { kind: "multipart", value: {}, files } }, { status: 404 });
    expect(attempt).toMatchObject({ result: { ok: false, error: { code: "http_file" } } });
    expect(all).toHaveLength(1);
  });

  it("nothing when a secret is missing", async () => {
    const { attempt, sent } = await perform({ headers: { "X-K": secretMarker("GONE") } });
    expect([attempt, sent]).toMatchObject([
      { kind: "done", result: { ok: false, error: { code: "secret_missing", message: expect.stringContaining("GONE") } } },
      null,
    ]);
  });
});

describe("an answer that says to look elsewhere", () => {
  const hops = (...to: string[]) => {
    let at = 0;
    return (): Told =>
      at < to.length ? { status: 302, headers: { location: to[at++] ?? "" } } : { status: 200, body: Buffer.from("here") };
  };
  const GET: Partial<HttpRequestEffect> = {
    method: "GET",
    redirects: 5,
    headers: { "X-Key": "mine", Accept: "text/plain" },
    auth: { kind: "bearer", secret: "KEY" },
  };

  it("is followed, and headers stay with the server they were written for", async () => {
    const { attempt, all } = await perform(GET, hops("/y?b=2", "https://other.example.com/z"));
    expect(attempt).toMatchObject({ result: { ok: true, data: { body: "here" } } });
    expect(all.map(({ url, headers }) => [url, headers["authorization"], headers["x-key"], headers["accept"]])).toEqual([
      ["https://api.example.com/x?a=1#top", "Bearer k e&y", "mine", "text/plain"],
      ["https://api.example.com/y?b=2", "Bearer k e&y", "mine", "text/plain"],
      ["https://other.example.com/z", undefined, undefined, "text/plain"],
    ]);
  });

  it.each([
    ["without end", hops(...Array.from({ length: 9 }, (_, i) => `/${i}`)), 6],
    ["to no web address", hops("file:///etc/passwd"), 1],
    ["to nothing that could be one", hops("http://[::"), 1],
  ])("%s is a failure", async (_name, answer, count) => {
    const { attempt, all } = await perform(GET, answer);
    expect(attempt).toMatchObject({ result: { ok: false, error: { code: "http_redirects" } } });
    expect(all).toHaveLength(count);
  });

  it("is the answer when nobody is to follow it", async () => {
    expect((await perform({ method: "POST" }, hops("/y"))).attempt).toMatchObject({ result: { ok: true, data: { status: 302 } } });
  });

  it("takes all its hops from one time", async () => {
    const { attempt, all } = await perform({ ...GET, timeoutSeconds: 1 }, () => ({
      status: 302,
      headers: { location: "/y" },
      durationMs: 400,
    }));
    expect(attempt).toMatchObject({ result: { error: { code: "http_timeout" } } });
    expect(all.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 600, 200]);
  });
});

describe("what came of it", () => {
  const late = new EgressError("http_timeout", "late", "maybe");
  const down = new EgressError("http_unreachable", "down", "no");
  const blocked = new EgressError("http_blocked", "blocked", "no");

  it("reads JSON as data, and what only claims to be JSON as text", async () => {
    const json = { "content-type": "application/problem+json; charset=utf-8" };
    expect((await perform({}, { status: 404, headers: json, body: Buffer.from('{"a":1}') })).attempt).toEqual({
      kind: "done",
      result: { ok: true, data: { status: 404, headers: json, contentType: json["content-type"], body: { a: 1 }, durationMs: 5 } },
    });
    expect((await perform({}, { headers: json, body: Buffer.from("<html>") })).attempt).toMatchObject({
      result: { data: { body: "<html>" } },
    });
  });

  it.each([
    ["a busy server, GET", { method: "GET", retries: 1 }, { status: 503 }, 1, { kind: "retry", afterMs: null }],
    [
      "a busy server that names a time",
      { method: "GET", retries: 1 },
      { status: 429, headers: { "retry-after": "7" } },
      1,
      { kind: "retry", afterMs: 7_000 },
    ],
    [
      "a busy server that names an hour",
      { method: "GET", retries: 1 },
      { status: 429, headers: { "retry-after": "3600" } },
      1,
      { kind: "retry", afterMs: 30_000 },
    ],
    ["a busy server, the last try", { method: "GET", retries: 1 }, { status: 503 }, 2, { kind: "done", result: { ok: true } }],
    ["a busy server, POST", { retries: 3 }, { status: 503 }, 1, { kind: "done", result: { ok: true } }],
    ["a busy server, POST with a key", { retries: 1, idempotencyKey: "k" }, { status: 503 }, 1, { kind: "retry" }],
    ["no answer in time, GET", { method: "GET", retries: 1 }, late, 1, { kind: "retry" }],
    [
      "no answer in time, POST: it may have been done",
      { retries: 1 },
      late,
      1,
      { kind: "done", result: { ok: false, uncertain: false, error: { code: "http_timeout" } } },
    ],
    ["no connection, POST: it was surely not done", { retries: 1 }, down, 1, { kind: "retry" }],
    ["no connection, no tries left", {}, down, 1, { kind: "done", result: { error: { code: "http_unreachable" } } }],
    ["a private address", { method: "GET", retries: 5 }, blocked, 1, { kind: "done", result: { error: { code: "http_blocked" } } }],
  ] as [string, Partial<HttpRequestEffect>, Partial<EgressAnswer> | EgressError, number, object][])(
    "%s",
    async (_name, more, answer, attempts, attempt) => {
      expect((await perform(more, answer, attempts)).attempt).toMatchObject(attempt);
    },
  );
});

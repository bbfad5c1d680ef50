import fc from "fast-check";
import plivo from "plivo";
import { describe, expect, it } from "vitest";
import { type SignedParams, newNonce, requestDigest, signV2, signV3 } from "./signature.ts";
import { v3Text } from "./signature-text.ts";

const authToken = "FAKEauthTOKENforUNITtests0000000000000000";
const nonce = "12345678901234567890";
const H = "https://flows.example.com";
const A = `${H}/plivo/answer`;

interface Vector {
  method: "GET" | "POST";
  url: string;
  params: SignedParams;
  text: string;
  signature: string;
}

/** plivo-platform 5.4, numbered as there. */
const VECTORS: Vector[] = [
  {
    method: "POST",
    url: A,
    params: {
      CallUUID: "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb",
      From: "14155550100",
      To: "14155550199",
      CallStatus: "ringing",
      Direction: "inbound",
      Event: "StartApp",
    },
    text: `${A}?CallStatusringingCallUUIDaaaaaaaa-1111-2222-3333-bbbbbbbbbbbbDirectioninboundEventStartAppFrom14155550100To14155550199`,
    signature: "lB1G9VBpfQ12LEh6S58/ljdAsA7H5EgPH1apoOLJBQU=",
  },
  {
    method: "POST",
    url: `${A}?run=42&a=1`,
    params: { Digits: "1", From: "+14155550100", To: "+14155550199" },
    text: `${A}?a=1&run=42.Digits1From+14155550100To+14155550199`,
    signature: "eTFmWs9+3SP1SLfjsR4CCzkO1h6BDOlES7WaEnvWqa0=",
  },
  { method: "POST", url: A, params: {}, text: A, signature: "9zLPB72EoGlbVlUo/kokl82UR8+TX0Am9n5M1mkrfj4=" },
  { method: "GET", url: A, params: {}, text: A, signature: "9zLPB72EoGlbVlUo/kokl82UR8+TX0Am9n5M1mkrfj4=" },
  {
    method: "POST",
    url: `${A}?run=42&a=1`,
    params: {},
    text: `${A}?a=1&run=42`,
    signature: "FN27RWT5qP7rqRa3Y3vuBaQQOolp7gmFpWIqcREYRGM=",
  },
  {
    method: "GET",
    url: `${A}?To=14155550199&From=14155550100&CallUUID=abc`,
    params: {},
    text: `${A}?CallUUID=abc&From=14155550100&To=14155550199`,
    signature: "Wd5nze92xceLre5IudANp7EuoOnEQH6R4lLnDQu31kQ=",
  },
  {
    method: "GET",
    url: `${A}?Text=a%20b%2Bc&From=%2B14155550100`,
    params: {},
    text: `${A}?From=+14155550100&Text=a b+c`,
    signature: "gxqxbkSCeCeDN12P/xJF2fvSppd79bRGh/a6iJdExBE=",
  },
  {
    method: "POST",
    url: "http://127.0.0.1:3000/hook",
    params: { Digits: "1234" },
    text: "http://127.0.0.1:3000/hook?Digits1234",
    signature: "SjqPtGYJNS+aHNVlVJ6qEo5L7Qs8HZuvv9A2aFtsUK8=",
  },
  {
    method: "POST",
    url: `${H}/`,
    params: { Digits: "1" },
    text: `${H}/?Digits1`,
    signature: "UavNMAIhtY0XfoGwqWthQkXYdFT8SM9KmN5jRm3n2jM=",
  },
  {
    method: "POST",
    url: `${H}/m`,
    params: { Text: "héllo ✓", From: "1" },
    text: `${H}/m?From1Texthéllo ✓`,
    signature: "zKZMmqBbBEkovQUmaMl7mPeKdP25goSi0ci2x5T3u0U=",
  },
  {
    method: "POST",
    url: `${H}/m?x=2&x=1`,
    params: { b: ["z", "a"], a: "1" },
    text: `${H}/m?x=1&x=2.a1babz`,
    signature: "9Wx5BOzhjyo14+hY0/XJkGgbLAuYl33CW+T0vcj1//8=",
  },
];

const U = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml";
const CALL = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
const OFFICIAL = {
  authToken: "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4",
  nonce: "31627761595286130198",
  params: {
    Direction: "outbound",
    From: "19792014278",
    To: "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
    CallStatus: "in-progress",
    Event: "StartApp",
    BillRate: "0.002",
    ParentAuthID: "MANWVLYTK4ZWU1YTY4QA",
    SessionStart: "2020-04-08 11:34:33.238707",
    "SIP-H-To": "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1",
    CallUUID: CALL,
    RequestUUID: CALL,
    ALegUUID: CALL,
    ALegRequestUUID: CALL,
  },
};

describe("V3 signatures", () => {
  it.each(VECTORS)("vector: $method $url", ({ text, signature, ...request }) => {
    expect(v3Text(request)).toBe(text);
    expect(signV3({ ...request, nonce, authToken })).toBe(signature);
  });

  it.each([
    [`${U}/?a=b&c=d`, "POST", "k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c="],
    [`${U}/?a=b&c=d`, "GET", "UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ="],
    [U, "POST", "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0="],
    [U, "GET", "i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc="],
  ] as const)("official vector: %s %s", (url, method, signature) => {
    expect(signV3({ method, url, ...OFFICIAL })).toBe(signature);
  });

  it("leaves fragment and userinfo out, and keeps port and missing path", () => {
    expect(v3Text({ method: "POST", url: "https://me:pw@h.example:8443/a#ct=2000&rt=1?x", params: {} })).toBe("https://h.example:8443/a");
    expect(v3Text({ method: "GET", url: "https://h.example", params: {} })).toBe("https://h.example");
    expect(v3Text({ method: "GET", url: "https://h.example?b&a=%zz&=c#f", params: { a: "0" } })).toBe("https://h.example?=c&a=%zz&a=0&b=");
  });
});

describe("V2 signatures", () => {
  it("match the vectors, with or without a query", () => {
    const signature = "1P6EuorBbjb4RO27iVJNC9Ql58G5Wo7TEa31L8wlNpM=";
    expect(signV2({ url: A, nonce, authToken })).toBe(signature);
    expect(signV2({ url: `${A}?run=42`, nonce, authToken })).toBe(signature);
    expect(signV2({ url: "https://answer.url", nonce: "12345", authToken: "my_auth_token" })).toBe(
      "ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
    );
  });
});

/** Paths and values that Plivo's own reader of addresses takes as they are written. */
const path = fc.stringMatching(/^(?:\/[A-Za-z0-9_.-]{1,8}){1,4}$/);
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/).filter((key) => !(key in {}));
const value = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => text.isWellFormed());
const fields = fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true });

describe("against Plivo's own SDK", () => {
  it("its validators accept what we sign", () => {
    fc.assert(
      fc.property(fc.constantFrom("GET", "POST"), path, fields, fields, (method, at, query, params) => {
        const search = new URLSearchParams(query).toString();
        const url = H + at + (search === "" ? "" : `?${search}`);
        const signed = signV3({ method, url, params, nonce, authToken });
        expect(plivo.validateV3Signature(method, url, nonce, authToken, signed, { ...params })).toBe(true);
        expect(plivo.validateSignature(url, nonce, signV2({ url, nonce, authToken }), authToken)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("they refuse it once a value changed", () => {
    const signed = signV3({ method: "POST", url: A, params: { Digits: "1" }, nonce, authToken });
    expect(plivo.validateV3Signature("POST", A, nonce, authToken, signed, { Digits: "2" })).toBe(false);
  });
});

describe("nonces and digests", () => {
  it("makes nonces of 20 digits, each another", () => {
    const nonces = Array.from({ length: 200 }, newNonce);
    expect(nonces.every((one) => /^\d{20}$/.test(one))).toBe(true);
    expect(new Set(nonces).size).toBe(200);
  });

  it("the digest does not depend on the order of fields or the fragment, and on nothing less than all else", () => {
    const digest = requestDigest({ method: "POST", url: A, params: { a: "1", b: "2" } });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(requestDigest({ method: "POST", url: `${A}#ct=1`, params: { b: "2", a: "1" } })).toBe(digest);
    for (const other of [
      { method: "GET", url: A, params: { a: "1", b: "2" } },
      { method: "POST", url: `${A}/`, params: { a: "1", b: "2" } },
      { method: "POST", url: `${A}?`, params: { a: "1", b: "2" } },
      { method: "POST", url: A, params: { a: "1b2" } },
      { method: "POST", url: A, params: { a: ["1"], b: "2" } },
    ]) {
      expect(requestDigest(other)).not.toBe(digest);
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newNonce, signV2, signV3 } from "./signature.ts";
import { type SignatureCheck, verifySignature } from "./verify-signature.ts";

const authToken = "FAKEauthTOKENforUNITtests0000000000000000";
const otherToken = "ANOTHERauthTOKENforUNITtests000000000000";
const nonce = "31627761595286130198";
const url = "https://flows.example.com/carrier/voice/s/token/action";
const params = { CallUUID: "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36", Digits: "1" };
const v3 = signV3({ method: "POST", url, params, nonce, authToken });
const v2 = signV2({ url, nonce, authToken });
const wrong = signV3({ method: "POST", url, params, nonce, authToken: otherToken });
const V3 = { "X-Plivo-Signature-V3": v3, "X-Plivo-Signature-V3-Nonce": nonce };
const V2 = { "X-Plivo-Signature-V2": v2, "X-Plivo-Signature-V2-Nonce": nonce };

/** `ok <scheme>`, or the code of the refusal. */
function verdict(change: Partial<SignatureCheck>): string {
  const result = verifySignature({ method: "POST", url, params, headers: V3, authTokens: [authToken], kind: "voice", ...change });
  return result.ok ? `ok ${result.scheme}` : result.code;
}

describe("verifySignature accepts", () => {
  it.each<[string, Partial<SignatureCheck>, string]>([
    ["V3", {}, "ok v3"],
    ["header names in any case", { headers: { "x-plivo-signature-v3": v3, "X-PLIVO-SIGNATURE-V3-NONCE": nonce } }, "ok v3"],
    ["the main account's header", { headers: { "x-plivo-signature-ma-v3": v3, "x-plivo-signature-v3-nonce": nonce } }, "ok ma-v3"],
    [
      "the main account's header beside one of another token",
      { headers: { ...V3, "X-Plivo-Signature-V3": wrong, "x-plivo-signature-ma-v3": v3 } },
      "ok ma-v3",
    ],
    ["a list", { headers: { ...V3, "X-Plivo-Signature-V3": `${wrong},${v3}` } }, "ok v3"],
    ["a list with spaces and blanks", { headers: { ...V3, "X-Plivo-Signature-V3": ` ${wrong} , , ${v3} ,` } }, "ok v3"],
    ["a repeated header", { headers: { ...V3, "X-Plivo-Signature-V3": [wrong, v3] } }, "ok v3"],
    ["the next token during a rotation", { authTokens: [otherToken, authToken] }, "ok v3"],
    ["a fragment in our own address", { url: `${url}#ct=2000&rt=15000` }, "ok v3"],
    ["V3 on messages", { kind: "message" }, "ok v3"],
    ["V2 on messages without V3", { kind: "message", headers: V2 }, "ok v2"],
    [
      "the main account's V2",
      { kind: "message", headers: { "x-plivo-signature-ma-v2": v2, "x-plivo-signature-v2-nonce": nonce } },
      "ok ma-v2",
    ],
    [
      "a GET where GET is pinned",
      {
        method: "GET",
        pinnedMethod: "GET",
        params: {},
        headers: { ...V3, "X-Plivo-Signature-V3": signV3({ method: "GET", url, params: {}, nonce, authToken }) },
      },
      "ok v3",
    ],
  ])("%s", (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  it("with the nonce and a digest to bind it to", () => {
    const one = verifySignature({ method: "POST", url, params, headers: V3, authTokens: [authToken], kind: "voice" });
    expect(one).toEqual({ ok: true, scheme: "v3", nonce, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe("verifySignature refuses", () => {
  it.each<[string, Partial<SignatureCheck>, string]>([
    ["no headers", { headers: {} }, "signature_missing"],
    ["a nonce alone", { headers: { "x-plivo-signature-v3-nonce": nonce } }, "signature_missing"],
    ["no nonce", { headers: { "X-Plivo-Signature-V3": v3 } }, "nonce_missing"],
    ["an empty nonce", { headers: { ...V3, "X-Plivo-Signature-V3-Nonce": "  " } }, "nonce_missing"],
    ["the nonce of the other scheme", { headers: { "X-Plivo-Signature-V3": v3, "X-Plivo-Signature-V2-Nonce": nonce } }, "nonce_missing"],
    [
      "a nonce with a dot, which could move text into it",
      { headers: { ...V3, "X-Plivo-Signature-V3-Nonce": "1.2" } },
      "signature_malformed",
    ],
    ["two nonces", { headers: { ...V3, "X-Plivo-Signature-V3-Nonce": [nonce, nonce] } }, "signature_malformed"],
    ["an endless nonce", { headers: { ...V3, "X-Plivo-Signature-V3-Nonce": "1".repeat(129) } }, "signature_malformed"],
    ["an empty signature", { headers: { ...V3, "X-Plivo-Signature-V3": "" } }, "signature_wrong"],
    ["a list of blanks", { headers: { ...V3, "X-Plivo-Signature-V3": " , ,," } }, "signature_wrong"],
    ["another signature", { headers: { ...V3, "X-Plivo-Signature-V3": wrong } }, "signature_wrong"],
    ["a signature that lacks its end", { headers: { ...V3, "X-Plivo-Signature-V3": v3.slice(0, -1) } }, "signature_wrong"],
    ["a signature of 1 MB", { headers: { ...V3, "X-Plivo-Signature-V3": "A".repeat(1 << 20) } }, "signature_malformed"],
    ["another nonce", { headers: { ...V3, "X-Plivo-Signature-V3-Nonce": "31627761595286130199" } }, "signature_wrong"],
    ["another account's token", { authTokens: [otherToken] }, "signature_wrong"],
    ["no token at all", { authTokens: [] }, "no_auth_token"],
    ["blank tokens", { authTokens: ["", "  "], headers: { ...V3, "X-Plivo-Signature-V3": "x" } }, "no_auth_token"],
    ["another host", { url: url.replace("flows", "floes") }, "signature_wrong"],
    ["another scheme", { url: url.replace("https", "http") }, "signature_wrong"],
    ["another path", { url: `${url}/` }, "signature_wrong"],
    ["an encoded path", { url: url.replace("token", "%74oken") }, "signature_wrong"],
    ["a port", { url: url.replace(".com/", ".com:443/") }, "signature_wrong"],
    ["an added query", { url: `${url}?a=1` }, "signature_wrong"],
    ["a changed value", { params: { ...params, Digits: "2" } }, "signature_wrong"],
    ["an added field", { params: { ...params, Extra: "" } }, "signature_wrong"],
    ["a missing field", { params: { Digits: "1" } }, "signature_wrong"],
    ["a GET of a POST", { method: "GET" }, "method_not_allowed"],
    ["a POST where GET is pinned", { pinnedMethod: "GET" }, "method_not_allowed"],
    ["a method that isn't the carrier's", { method: "PUT" }, "method_not_allowed"],
    ["V2 on a call", { headers: V2 }, "signature_v3_needed"],
    ["V2 on messages beside a wrong V3", { kind: "message", headers: { ...V2, ...V3, "X-Plivo-Signature-V3": wrong } }, "signature_wrong"],
    ["V2 on messages beside an empty V3", { kind: "message", headers: { ...V2, "X-Plivo-Signature-V3": "" } }, "nonce_missing"],
    [
      "V2 on messages beside an empty main-account V3",
      { kind: "message", headers: { ...V2, "x-plivo-signature-ma-v3": "", "x-plivo-signature-v3-nonce": nonce } },
      "signature_wrong",
    ],
    ["V2 without its nonce", { kind: "message", headers: { "X-Plivo-Signature-V2": v2 } }, "nonce_missing"],
    ["V2 of another path", { kind: "message", headers: V2, url: `${url}x` }, "signature_wrong"],
    ["a V3 signature in the V2 header", { kind: "message", headers: { ...V2, "X-Plivo-Signature-V2": v3 } }, "signature_wrong"],
  ])("%s", (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  it("whatever stands in the headers", () => {
    const header = fc.option(fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 })), { nil: undefined });
    fc.assert(
      fc.property(header, header, header, header, fc.constantFrom("voice", "message"), (a, b, c, d, kind) => {
        const headers = {
          "x-plivo-signature-v3": a,
          "x-plivo-signature-ma-v3": b,
          "x-plivo-signature-v2": c,
          "x-plivo-signature-v3-nonce": d,
        };
        expect(verdict({ headers, kind })).not.toMatch(/^ok/);
      }),
    );
  });
});

describe("V3 can be re-cut (F6)", () => {
  const request = { method: "POST" as const, url, params: { Digits: "1", From: "14155550100", To: "14155550199" }, nonce: newNonce() };
  const headers = { "x-plivo-signature-v3": signV3({ ...request, authToken }), "x-plivo-signature-v3-nonce": request.nonce };
  const check = { ...request, headers, authTokens: [authToken], kind: "voice" as const };

  it.each([
    ["a value swallows the next field", { Digits: "1From14155550100", To: "14155550199" }],
    ["a name swallows a value", { Digits1From14155550100To: "14155550199" }],
    ["a value moves into its name", { Digits1: "", From: "14155550100", To: "14155550199" }],
  ])("and still verifies, but its digest differs: %s", (_, recut) => {
    const original = verifySignature(check);
    const forged = verifySignature({ ...check, params: recut });
    expect(original.ok && forged.ok).toBe(true);
    expect(original.ok && original.digest).not.toBe(forged.ok && forged.digest);
  });

  it("a POST re-cut as a GET verifies only where the method is not pinned", () => {
    // The signed text of this POST is also that of a GET with the query "Text=1".
    const posted = { method: "POST" as const, url, params: { "Text=": "1" }, nonce: request.nonce };
    const signature = signV3({ ...posted, authToken });
    const recut = { ...check, headers: { ...headers, "x-plivo-signature-v3": signature }, method: "GET", url: `${url}?Text=1`, params: {} };
    expect(verifySignature({ ...recut, pinnedMethod: "GET" }).ok).toBe(true);
    expect(verifySignature(recut)).toEqual({ ok: false, code: "method_not_allowed" });
  });

  it("V2 signs neither fields nor query: any content verifies, so its digest must be bound too", () => {
    const one = verifySignature({
      ...check,
      kind: "message",
      headers: { "x-plivo-signature-v2": v2, "x-plivo-signature-v2-nonce": nonce },
    });
    const other = verifySignature({ ...check, kind: "message", headers: V2, params: { Text: "forged" }, url: `${url}?x=1` });
    expect(one.ok && other.ok).toBe(true);
    expect(one.ok && one.digest).not.toBe(other.ok && other.digest);
  });
});

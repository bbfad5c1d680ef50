import { describe, expect, it } from "vitest";
import { cookieName, credentialOf, sessionCookie } from "./credentials.ts";
import { GUESSES_PER_MINUTE, createFailureLimit } from "./failure-limit.ts";
import { createMediaLinks } from "./media-link.ts";
import { createRecordingLinks } from "./recording-link.ts";
import { isForeign, isOwnOrigin } from "./origin.ts";

describe("credentials", () => {
  const of = (headers: Record<string, string>, url = "http://localhost:3000") => credentialOf({ headers }, url);
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

  it.each([
    [{}, { kind: "none" }],
    [{ cookie: "other=1; cordboard_session=abc; x=y" }, { kind: "cookie", text: "abc" }],
    [{ cookie: "xcordboard_session=abc" }, { kind: "none" }],
    [{ cookie: "cordboard_session=" }, { kind: "none" }],
    [{ authorization: "Bearer abc" }, { kind: "bearer", text: "abc" }],
    [{ authorization: "bearer  abc" }, { kind: "bearer", text: "abc" }],
    [{ authorization: "Bearer a b" }, { kind: "bad" }],
    [{ authorization: "Token abc", cookie: "cordboard_session=abc" }, { kind: "bad" }],
    [basic("MA1:key:with:colons"), { kind: "basic", account: "MA1", text: "key:with:colons" }],
    [basic("nocolon"), { kind: "bad" }],
    [basic("MA1:"), { kind: "bad" }],
  ])("reads %j", (headers, expected) => {
    expect(of(headers)).toEqual(expected);
  });

  it("pins the cookie to the host under HTTPS", () => {
    expect(cookieName("https://flows.example.com")).toBe("__Host-cordboard_session");
    expect(sessionCookie("https://flows.example.com", "t", 60)).toBe(
      "__Host-cordboard_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure",
    );
    expect(of({ cookie: "cordboard_session=abc" }, "https://flows.example.com")).toEqual({ kind: "none" });
  });
});

describe("origins", () => {
  it.each([
    ["https://flows.example.com", "https://flows.example.com", true],
    ["https://flows.example.com", "http://flows.example.com", false],
    ["https://flows.example.com", "https://flows.example.com:8443", false],
    ["https://flows.example.com", "https://flows.example.com.evil.example", false],
    ["https://flows.example.com", "https://evil.example/https://flows.example.com", false],
    ["https://flows.example.com", "null", false],
    ["https://flows.example.com", "", false],
    ["https://flows.example.com", "http://localhost:3000", false],
    ["http://localhost:3000", "http://127.0.0.1:3000", true],
    ["http://localhost:3000", "http://[::1]:3000", true],
    ["http://localhost:3000", "http://localhost:3001", false],
    ["http://localhost:3000", "https://localhost:3000", false],
    ["http://localhost:3000", "file://", false],
  ])("of %s: %s is ours: %s", (own, origin, expected) => {
    expect(isOwnOrigin(origin, own)).toBe(expected);
  });

  it("without an Origin the browser's own word on the site counts", () => {
    const foreign = (site?: string) =>
      isForeign({ headers: site === undefined ? {} : { "sec-fetch-site": site } }, "http://localhost:3000");
    expect([foreign("cross-site"), foreign("same-site"), foreign("same-origin"), foreign("none"), foreign()]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("guesses", () => {
  it("are counted by what is different, per address, for a minute", () => {
    let now = 0;
    const limit = createFailureLimit(() => now);
    for (let i = 0; i < 1000; i++) limit.failed("10.0.0.1", "the same wrong key");
    expect(limit.blocked("10.0.0.1", "other")).toBeNull();
    for (let i = 1; i < GUESSES_PER_MINUTE; i++) limit.failed("10.0.0.1", `guess ${i}`);
    expect(limit.blocked("10.0.0.1", "other")).toBe(60);
    expect(limit.blocked("10.0.0.2", "other")).toBeNull();
    limit.succeeded("right");
    expect(limit.blocked("10.0.0.1", "right")).toBeNull();
    now = 60_000;
    expect(limit.blocked("10.0.0.1", "other")).toBeNull();
    limit.failed("10.0.0.1", "again");
    expect(limit.blocked("10.0.0.1", "other")).toBeNull();
  });
});

it("a media address holds for its file and its key only", () => {
  const links = createMediaLinks(Buffer.alloc(32, 1), "https://flows.example.com");
  const signature = links.url("a").split("/").at(-1) ?? "";
  expect(links.holds("a", signature)).toBe(true);
  expect(links.holds("b", signature)).toBe(false);
  expect(links.holds("a", "")).toBe(false);
  expect(links.holds("a", `${signature}AA`)).toBe(false);
  expect(createMediaLinks(Buffer.alloc(32, 2), "https://flows.example.com").holds("a", signature)).toBe(false);
});

it("a recording's address holds for its recording and its week only", () => {
  const links = createRecordingLinks(Buffer.alloc(32, 1), "https://flows.example.com");
  const at = Date.parse("2026-03-02T14:30:00Z");
  const [id = "", until = "", signature = ""] = new URL(links.url("rec-1", at)).pathname.split("/").slice(-3);
  expect(links.check({ id, until, signature }, at + 7 * 86_400_000)).toBe("good");
  expect(links.check({ id, until, signature }, at + 8 * 86_400_000)).toBe("expired");
  expect(links.check({ id: "rec-2", until, signature }, at)).toBe("wrong");
  expect(links.check({ id, until: `${until}0`, signature }, at)).toBe("wrong");
  expect(links.check({ id, until, signature: "" }, at)).toBe("wrong");
});

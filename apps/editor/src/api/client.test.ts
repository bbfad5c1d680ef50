import { afterEach, expect, test, vi } from "vitest";
import { api, ApiError, onAnswer } from "./client.ts";

const heard: string[] = [];
onAnswer((kind) => heard.push(kind));
afterEach(() => {
  heard.length = 0;
  vi.unstubAllGlobals();
});

const answer = (status: number, body: unknown) =>
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })),
  );

test("an answer is heard as ok, also when it is a refusal", async () => {
  answer(404, { error: { code: "flow_not_found", message: "There is no such flow.", details: [] } });
  await expect(api("getFlow", { params: { id: "x" } })).rejects.toMatchObject({ status: 404, code: "flow_not_found" });
  expect(heard).toEqual(["ok"]);
});

test("401 is heard as signed out", async () => {
  answer(401, { error: { code: "not_signed_in", message: "Sign in.", details: [] } });
  await expect(api("listFlows")).rejects.toBeInstanceOf(ApiError);
  expect(heard).toEqual(["signed_out"]);
});

test("a proxy that can't reach the server is heard as offline, the carrier's refusal is not", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("Bad Gateway", { status: 502 })));
  await expect(api("listFlows")).rejects.toMatchObject({ status: 502 });
  answer(502, { error: { code: "carrier_failed", message: "No.", details: [] } });
  await expect(api("listFlows")).rejects.toMatchObject({ code: "carrier_failed" });
  expect(heard).toEqual(["offline", "ok"]);
});

test("a dead line is heard as offline; a request called off is not", async () => {
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) =>
    Promise.reject(init.signal?.aborted ? new DOMException("", "AbortError") : new TypeError("failed")),
  );
  await expect(api("listFlows")).rejects.toMatchObject({ status: 0, code: "offline" });
  expect(heard).toEqual(["offline"]);
  await expect(api("listFlows", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  expect(heard).toEqual(["offline"]);
});

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Recorder } from "./record.ts";
import { Replica } from "./replica.ts";
import { nameEvent, Route } from "./route.ts";

const name = (path: string, fields: Record<string, string>) =>
  nameEvent(path, fields["CallUUID"] ?? "", fields["MessageUUID"] ?? "", new URLSearchParams(fields));

it.each([
  ["answer and fallback are one event", "/carrier/voice/n/tok/answer", { CallUUID: "c" }, "c:answer", "start"],
  ["fallback", "/carrier/voice/n/tok/fallback", { CallUUID: "c" }, "c:answer", "start"],
  ["a hang-up", "/carrier/voice/n/tok/hangup", { CallUUID: "c" }, "c:hangup", "event"],
  ["a key", "/carrier/voice/s/step-1/action", { CallUUID: "c", Digits: "1" }, "step-1:action", "event"],
  ["silence after it is another event", "/carrier/voice/s/step-1/redirect", { CallUUID: "c" }, "step-1:redirect", "event"],
  ["news of a call we placed", "/carrier/voice/e/eff/ring", { CallUUID: "c" }, "c:ring", "report"],
  ["a text", "/carrier/messages/n/tok", { MessageUUID: "m" }, "m", "start"],
  ["each status of a text we sent", "/carrier/messages/e/eff", { MessageUUID: "m", Status: "sent" }, "m:sent", "report"],
])("names %s", (_what, path, fields, key, role) => {
  expect(name(path, fields)).toMatchObject({ key, role });
});

it.each(["/carrier/voice/s/step-1/callback", "/carrier/voice/s/step-1/document/wait", "/api/runs", "/healthz"])(
  "has no name for %s",
  (path) => {
    expect(name(path, { CallUUID: "c" })).toBeNull();
  },
);

/** A route to one replica, which answers these documents one after another. */
async function routeTo(...documents: string[]): Promise<Route> {
  const server = createServer((_, response) => void response.end(documents.shift())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), "cordboard-route-"));
  const recorder = new Recorder(join(folder, "attempts.jsonl"));
  const route = new Route([new Replica({ name: "replica 1", port, env: {}, product: "", logFile: "" })], recorder, 4_000);
  onTestFinished(async () => {
    recorder.close();
    await route.close();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return route;
}

const HELD = '<Response><Wait length="2"/><Redirect>http://us/carrier/voice/hold/sealed</Redirect></Response>';
const ask = (route: Route, path: string) => route.send({ method: "POST", path, headers: {}, body: "CallUUID=c" });

it("knows who is in the hold loop, until the event that went round is taken", async () => {
  const route = await routeTo(HELD, HELD, "<Response/>");
  await ask(route, "/carrier/voice/n/tok/answer");
  expect(route.held).toBe(1);
  await ask(route, "/carrier/voice/hold/sealed");
  expect(route.held).toBe(1);
  await ask(route, "/carrier/voice/hold/sealed");
  expect(route.held).toBe(0);
});

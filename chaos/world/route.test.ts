import { expect, it } from "vitest";
import { nameEvent } from "./route.ts";

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

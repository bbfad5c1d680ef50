import { expect, test } from "vitest";
import type { CarrierItem } from "../../api/runs.ts";
import { prettyBody, titleOf, topElements } from "./carrier-text.ts";

const item = (over: Partial<CarrierItem>): CarrierItem => ({
  seq: 1,
  stepSeq: null,
  at: "",
  direction: "in",
  kind: "webhook",
  method: "POST",
  url: null,
  status: null,
  body: "",
  ...over,
});

test("names an answer by its elements, not by what is within them", () => {
  const xml =
    '<?xml version="1.0"?><Response><GetDigits><Speak>a</Speak></GetDigits><Speak>b</Speak><Speak>c</Speak><Redirect>u</Redirect></Response>';
  expect(topElements(xml)).toEqual(["GetDigits", "Speak", "Redirect"]);
  expect(titleOf(item({ kind: "xml", body: xml }))).toBe("Answer: GetDigits, Speak, Redirect");
  expect(titleOf(item({ kind: "xml", body: "<Response/>" }))).toBe("Empty answer");
});

test("names a webhook by its kind", () => {
  expect(titleOf(item({ url: "https://pbx.example.com/carrier/voice/n/tok/answer?x=1#ct=2000" }))).toBe("Webhook: answer");
  expect(titleOf(item({ kind: "request", url: "https://api.example.com/v1/Account/MA/Message/" }))).toBe("Request: Message");
});

test("a form body is one field a line, JSON and XML are indented", () => {
  expect(prettyBody({ kind: "webhook", body: "From=14155550100&Digits=1%232&CallUUID=a-b" })).toBe(
    "From = 14155550100\nDigits = 1#2\nCallUUID = a-b",
  );
  expect(prettyBody({ kind: "request", body: '{"src":"1"}' })).toBe('{\n  "src": "1"\n}');
  expect(prettyBody({ kind: "request", body: "{broken" })).toBe("{broken");
  expect(prettyBody({ kind: "xml", body: "<Response><Hangup/></Response>" })).toBe("<Response>\n  <Hangup/>\n</Response>");
  expect(prettyBody({ kind: "response", body: "plain = text\nof two lines" })).toBe("plain = text\nof two lines");
});

// @vitest-environment node
import { parseFlowTest } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { readable } from "./words.ts";

const START = { call: { from: "+14155550100", to: "+14155550199" } };

function words(more: object) {
  const { test, problems } = parseFlowTest({ format: "cordboard/test@1", name: "x", start: START, ...more });
  if (!test) throw new Error(problems.map(({ message }) => message).join());
  const { given, steps, expected } = readable(test);
  const texts = (lines: { text: string }[]) => lines.map(({ text }) => text);
  return {
    given: texts(given),
    steps: texts(steps),
    expected: texts(expected),
    keys: [...given, ...steps, ...expected].map(({ key }) => key),
  };
}

describe("a test in words", () => {
  it("says each step as somebody does it", () => {
    const steps = [
      { hear: "press 3" },
      { hear: "/ext(ension)?/" },
      { press: "42#" },
      { press: "1", phone: "+14155550142" },
      { say: "hello" },
      { text: "HELP" },
      { wait: "10s" },
      { wait: "1.5 h" },
      { expectCall: { to: "+14155550142" } },
      { expectMessage: { to: "+14155550142", text: "thanks" } },
      { expectMessage: { text: "look", media: ["https://example.com/a.png"] } },
      { expectMessage: {} },
      { expectEmail: { to: "office@example.com", subject: "Voicemail", text: "/ring.*back/" } },
      { expectEmail: {} },
      { faults: { drop: { on: "webhooks" }, delayMs: 0 } },
      { faults: { drop: false } },
      { answer: true },
      { reject: true, phone: "+14155550142" },
      { hangup: true },
    ];
    expect(words({ steps }).steps).toEqual([
      "Hear “press 3”",
      "Hear /ext(ension)?/",
      "Press 42#",
      "+1 415 555 0142 presses 1",
      "Say “hello”",
      "Text “HELP”",
      "Wait 10 s",
      "Wait 1.5 h",
      "Call to +1 415 555 0142 expected",
      "Text to +1 415 555 0142 with “thanks” expected",
      "Text with “look” and https://example.com/a.png expected",
      "Text expected",
      "E-mail to office@example.com with “Voicemail” and /ring.*back/ expected",
      "E-mail expected",
      "From here the carrier has faults: drop",
      "The carrier works again",
      "Answer the call",
      "+1 415 555 0142 declines the call",
      "Hang up",
    ]);
  });

  it("says how it begins", () => {
    expect(words({}).given).toEqual(["+1 415 555 0100 calls +1 415 555 0199"]);
    const message = { ...START.call, text: "Hi", media: ["https://example.com/a.png"] };
    expect(words({ start: { message } }).given).toEqual(["+1 415 555 0100 texts “Hi” to +1 415 555 0199, with 1 file"]);
    expect(words({ start: { api: { to: "+14155550100", params: { name: "Ann", age: 7 } } } }).given).toEqual([
      "An API request for +1 415 555 0100: name = “Ann”, age = 7",
    ]);
  });

  it("says who and what is outside", () => {
    const phones = {
      "+14155550141": { answerAfterSeconds: 2, steps: [{ digits: "1" }, { hangup: true }] },
      "+14155550142": { busy: true },
      "+14155550143": {},
    };
    const http = [
      { url: "https://example.com/a", status: 503, afterMs: 50 },
      { method: "POST", url: "https://example.com/b", unreachable: true },
    ];
    const database = [
      { connection: "CRM", rows: [{}, {}] },
      { connection: "CRM", sql: "from pets", rows: [] },
      { connection: "CRM", changed: 1, afterMs: 50 },
      { connection: "CRM", unreachable: true },
      { connection: "CRM", error: "no such table" },
    ];
    const mocks = {
      Mail_Office: { ok: false, error: { code: "email_refused", message: "The mailbox is full." } },
      Tell_Team: { ok: true },
    };
    expect(
      words({ phones, http, database, mocks, now: "2026-03-02T09:30:00-05:00", variables: { vars: { open: true } } }).given.slice(1),
    ).toEqual([
      "It is 2026-03-02 09:30 (UTC-05:00)",
      "+1 415 555 0141 answers after 2 s, presses 1, hangs up",
      "+1 415 555 0142 is busy",
      "+1 415 555 0143 rings until a step answers",
      "GET https://example.com/a answers 503 after 50 ms",
      "POST https://example.com/b can’t be reached",
      "CRM answers 2 rows",
      "CRM, asked “from pets”, answers no rows",
      "CRM changes 1 row after 50 ms",
      "CRM can’t be reached",
      "CRM refuses: no such table",
      "Mail_Office does nothing and fails: The mailbox is full.",
      "Tell_Team does nothing and succeeds",
      'At first vars is {"open":true}',
    ]);
  });

  it("says what must be so in the end, under the names that reports use", () => {
    const expectation = { status: "completed", reason: "hung_up", result: "done", variables: { "Ask.digits": "42" }, outputs: { n: 3 } };
    const read = words({ steps: [{ hangup: true }], expect: expectation });
    expect(read.expected).toEqual([
      "The run completes",
      "Its reason is hung_up",
      "Its result is done",
      "Ask.digits is “42”",
      "Output n is 3",
    ]);
    expect(read.keys).toEqual([
      "start",
      "1",
      "expect.status",
      "expect.reason",
      "expect.result",
      "expect.variables Ask.digits",
      "expect.outputs n",
    ]);
  });
});

import { expect, test } from "vitest";
import type { SimEntry } from "../api/sim.ts";
import { listeningFor, plainSpeech, spokenLines } from "./spoken-lines.ts";

const entry = (seq: number, element: string, rest: Partial<SimEntry> = {}): SimEntry => ({ seq, at: "", element, attrs: {}, ...rest });

test("turns a transcript into what a person at the phone would tell", () => {
  const lines = spokenLines([
    entry(1, "Answer", { request: { kind: "answer", method: "POST", url: "http://x", status: 200 } }),
    entry(2, "Speak", { text: "Press 1 for sales.", attrs: { language: "en-GB" } }),
    entry(3, "GetDigits"),
    entry(4, "Pressed", { text: "1" }),
    entry(5, "Play", { text: "https://media.example.com/hold%20music.mp3?x=1" }),
    entry(6, "Said", { text: "support please" }),
    entry(7, "Record", { attrs: { playBeep: "true" } }),
  ]);
  expect(lines.map((line) => [line.kind, "text" in line ? line.text : line.digits])).toEqual([
    ["heard", "Press 1 for sales."],
    ["pressed", "1"],
    ["heard", "♪ hold music.mp3"],
    ["said", "support please"],
    ["note", "Recording"],
  ]);
  expect(lines[0]).toMatchObject({ language: "en-GB", spoken: true });
});

test("keys pressed in a row are one number", () => {
  const lines = spokenLines([
    entry(1, "Pressed", { text: "4" }),
    entry(2, "Pressed", { text: "2#" }),
    entry(3, "Speak", { text: "Hi" }),
    entry(4, "Pressed", { text: "1" }),
  ]);
  expect(lines).toMatchObject([{ digits: "42#" }, { text: "Hi" }, { digits: "1" }]);
});

test("shows a request that failed, and not one that went well", () => {
  const request = { kind: "action", method: "POST", url: "http://x" };
  expect(spokenLines([entry(1, "Action", { request: { ...request, status: null } })])).toEqual([]);
  expect(spokenLines([entry(1, "Action", { request: { ...request, status: 500 } })])).toMatchObject([{ kind: "trouble" }]);
  expect(spokenLines([entry(1, "Action", { request: { ...request, status: null, error: "timed out" } })])).toMatchObject([
    { text: "The carrier’s action request failed: timed out" },
  ]);
  expect(spokenLines([entry(1, "Problem", { text: "The XML is broken." })])).toMatchObject([
    { kind: "trouble", text: "The XML is broken." },
  ]);
});

test("speech is read without its markup", () => {
  expect(plainSpeech('Hello <break time="1s"/> <emphasis level="strong">there</emphasis>')).toBe("Hello there");
});

test("tells what the line waits for until something else begins", () => {
  const entries = [entry(1, "GetDigits"), entry(2, "Speak", { text: "Press 1." }), entry(3, "Pressed", { text: "1" })];
  expect(listeningFor(entries)).toBe("Waiting for keys");
  expect(listeningFor([...entries, entry(4, "Action", { request: { kind: "action", method: "POST", url: "", status: null } })])).toBeNull();
  expect(
    listeningFor([...entries, entry(4, "GetDigits", { request: { kind: "action", method: "POST", url: "", status: 200 } })]),
  ).toBeNull();
  expect(listeningFor([...entries, entry(4, "Dial"), entry(5, "Record")])).toBe("Recording");
  expect(listeningFor([])).toBeNull();
});

// @vitest-environment node
import type { JsonObject } from "@cordboard/contract";
import { expect, it } from "vitest";
import { asMarkup, markUp, MARKUPS } from "./ssml.ts";
import { readPart } from "./prompt-data.ts";

const part = (item: Parameters<typeof readPart>[0]) => {
  const read = readPart(item);
  if (!read) throw new Error("not a prompt item");
  return read;
};
const said = ({ speak }: JsonObject): string => (typeof speak === "string" ? speak : "");
const markup = (label: string) => {
  const found = MARKUPS.find((one) => one.label === label);
  if (!found) throw new Error(`no ${label}`);
  return found;
};

it("makes markup of a plain text before it marks words, and finds a voice that reads it", () => {
  const { item, from, to } = markUp(part({ speak: "Salt & pepper < 5" }), 0, { from: 7, to: 13 }, markup("Stress it"), "en-US");
  expect(item).toEqual({ speak: 'Salt &amp; <emphasis level="strong">pepper</emphasis> &lt; 5', ssml: true, voice: "Polly.Joanna" });
  expect(said(item).slice(from, to)).toBe("pepper");
});

it("leaves what is markup already, and a voice that reads it", () => {
  const before = part({ speak: "One<break/>two", ssml: true, voice: "Polly.Amy" });
  const { item } = markUp(before, 0, { from: 3, to: 3 }, markup("Pause of half a second"), "en-US");
  expect(item).toEqual({ speak: 'One<break time="500ms"/><break/>two', ssml: true, voice: "Polly.Amy" });
});

it("marks one language and escapes the others", () => {
  const { item } = markUp(part({ speak: { "en-US": "A & B", "es-US": "A & B" } }), 1, { from: 0, to: 1 }, markup("Slower"), "en-US");
  expect(item["speak"]).toEqual({ "en-US": "A &amp; B", "es-US": '<prosody rate="slow">A</prosody> &amp; B' });
});

it("asks for what is missing where it is missing", () => {
  const { item, from, to } = markUp(part({ speak: "Dr." }), 0, { from: 0, to: 3 }, markup("Say it as …"), "en-US");
  expect(said(item).slice(0, from)).toBe('<sub alias="');
  expect(to).toBe(from);
});

it("leaves templates alone", () => {
  expect(asMarkup("{% if a < 5 %}a & b{% endif %} {{ x | append: '<' }}")).toBe("{% if a < 5 %}a &amp; b{% endif %} {{ x | append: '<' }}");
});

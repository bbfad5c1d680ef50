// @vitest-environment node
import { expect, it } from "vitest";
import type { AccountNumber } from "../../api/numbers.ts";
import { findNumbers, type NumberUse } from "./find-numbers.ts";

const number = (digits: string, over: Partial<AccountNumber> = {}): AccountNumber => ({
  number: `+${digits}`,
  alias: "",
  country: "US",
  type: "local",
  voice: true,
  sms: true,
  mms: false,
  voiceFlowId: null,
  messageFlowId: null,
  applicationId: null,
  applicationAtCarrier: null,
  connected: true,
  ...over,
});
const NUMBERS = [
  number("14155550199", { voiceFlowId: "desk" }),
  number("14155550183", { messageFlowId: "texts", connected: false }),
  number("442079460018", { alias: "London office" }),
];
const FLOWS = [
  { id: "desk", name: "Front desk" },
  { id: "texts", name: "SMS autoresponder" },
];
const found = (text: string, use: NumberUse | null = null): string[] =>
  findNumbers(NUMBERS, FLOWS, text, use).map((one) => one.number.slice(-4));

it("finds by digits in any spelling, by alias and by the flow's name", () => {
  expect(found("(415) 555-01")).toEqual(["0199", "0183"]);
  expect(found("+44 20")).toEqual(["0018"]);
  expect(found("london")).toEqual(["0018"]);
  expect(found("auto")).toEqual(["0183"]);
  expect(found("desk 9")).toEqual([]);
  expect(found("")).toHaveLength(3);
});

it("finds by what a number is used for", () => {
  expect(found("", "used")).toEqual(["0199", "0183"]);
  expect(found("", "free")).toEqual(["0018"]);
  expect(found("", "elsewhere")).toEqual(["0183"]);
});

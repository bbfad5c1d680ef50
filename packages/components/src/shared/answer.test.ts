import { describe, expect, it } from "vitest";
import { type Answer, validated } from "./answer.ts";

const keyed = (digits: string): Answer => ({ inputType: "dtmf", digits, speech: "" });
const said = (speech: string): Answer => ({ inputType: "speech", digits: "", speech });
const check = (
  kind: "none" | "number" | "date" | "phone" | "card",
  answer: Answer,
  options: { language?: string; min?: number; max?: number } = {},
) =>
  validated(
    answer,
    { minDigits: 1, validate: { kind, pattern: "", min: options.min ?? 0, max: options.max ?? 0 } },
    { language: options.language ?? "en-US", near: "+14155550100" },
  );

describe("an answer", () => {
  it.each([
    ["1,234,567", 1_234_567],
    ["3,5", 3.5],
    ["12 34", 1234],
    ["-7", -7],
    ["42.", 42],
    ["forty two", null],
  ])("said as %s is the number %s", (speech, value) => expect(check("number", said(speech))).toBe(value));

  it("is a number between its bounds; a bound of 0 above is none", () => {
    expect(check("number", keyed("5"), { min: 5 })).toBe(5);
    expect(check("number", keyed("4"), { min: 5 })).toBeNull();
    expect(check("number", keyed("9"), { max: 9 })).toBe(9);
    expect(check("number", keyed("10"), { max: 9 })).toBeNull();
    expect(check("number", keyed("1**2"))).toBeNull();
  });

  it.each([
    ["en-US", "December 25 1990", "1990-12-25"],
    ["en-GB", "25th of December, 1990", "1990-12-25"],
    ["en-US", "12/25/1990", "1990-12-25"],
    ["en-GB", "25/12/1990", "1990-12-25"],
    ["en-GB", "1990-12-25", "1990-12-25"],
    ["de-DE", "25. Dezember 1990", "1990-12-25"],
    ["es-US", "25 de diciembre de 1990", "1990-12-25"],
    ["", "25 December 1990", "1990-12-25"],
    ["{{ not a language", "25 December 1990", "1990-12-25"],
    ["en-US", "12 25 90", null],
    ["en-US", "February 30 2026", null],
    ["en-US", "some day", null],
  ])("said in %s as %s is the date %s", (language, speech, value) => expect(check("date", said(speech), { language })).toBe(value));

  it("keyed as a date is one of this or the last century", () => {
    expect(check("date", keyed("12251890"))).toBeNull();
    expect(check("date", keyed("20260302"))).toBe("2026-03-02");
  });

  it("keyed as a phone number may begin with * for +", () => {
    expect(check("phone", keyed("*442079460018"))).toBe("+442079460018");
    expect(check("phone", said("415 555 0142"))).toBe("+14155550142");
  });

  it("keyed as a card is checked by its last digit", () => {
    expect(["4111111111111111", "378282246310005", "79927398713"].map((digits) => check("card", keyed(digits)))).toEqual([
      "4111111111111111",
      "378282246310005",
      null,
    ]);
  });
});

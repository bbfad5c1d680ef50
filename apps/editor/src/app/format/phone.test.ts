import { expect, test } from "vitest";
import { phone, toE164, withPhones } from "./phone.ts";

test("spaces numbers the way their country does", () => {
  expect(phone("+14155550123")).toBe("+1 415 555 0123");
  expect(phone("+442079460018")).toBe("+44 20 7946 0018");
  expect(phone("sip:ann@example.com")).toBe("ann@example.com");
  expect(phone("Acme")).toBe("Acme");
  expect(phone(null)).toBe("");
});

test("reads what people type", () => {
  expect(toE164("(415) 555-0123")).toBe("+14155550123");
  expect(toE164("+44 20 7946 0018")).toBe("+442079460018");
  expect(toE164("0044 20 7946 0018")).toBe("+442079460018");
  expect(toE164("14155550123")).toBe("+14155550123");
  expect(toE164("sip:ann@example.com")).toBe("sip:ann@example.com");
});

test("refuses what can't be a number", () => {
  expect(toE164("")).toBeNull();
  expect(toE164("hello")).toBeNull();
  expect(toE164("12")).toBeNull();
});

test("spaces the numbers of a sentence", () => {
  expect(withPhones("+14155550100 is off the line.")).toBe("+1 415 555 0100 is off the line.");
  expect(withPhones("2 + 2 is +4")).toBe("2 + 2 is +4");
});

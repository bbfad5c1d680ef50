import { expect, test } from "vitest";
import { isDigitsMatch, isSendDigits, isSipHeaderName, sipHeadersText, usableDigits, usableMatch } from "./dialling.ts";

test.each([
  ["W42", true, "W42"],
  ["1w2@500", true, "1w2@500"],
  [" 42 ", false, "42"],
  ["ext. 42", false, "42"],
  ["", false, ""],
])("keys to send: %j", (text, fits, usable) => {
  expect(isSendDigits(text)).toBe(fits);
  expect(usableDigits(text)).toBe(usable);
});

test.each([
  ["1,2,*9", true, "1,2,*9"],
  ["1, 2", true, "1,2"],
  ["1;2", false, "12"],
  ["one,2,", false, "2"],
  ["", false, ""],
])("keys to notice: %j", (text, fits, usable) => {
  expect(isDigitsMatch(text)).toBe(fits);
  expect(usableMatch(text)).toBe(usable);
});

test("names of SIP headers have letters and digits, and none that the carrier keeps for itself", () => {
  expect(["Order", "x1"].filter(isSipHeaderName)).toEqual(["Order", "x1"]);
  expect(["", "a-b", "PlivoX", "TwilioX", "clientregion", "SipAuthUser", "a b"].filter(isSipHeaderName)).toEqual([]);
});

test("values of SIP headers are written with letters, digits and % alone", () => {
  expect(sipHeadersText({ Order: "A 1,(b)=é", "bad-name": "x", Empty: "" })).toBe("Order=A%201%2C%28b%29%3D%C3%A9,Empty=");
  expect(sipHeadersText({ Broken: "\ud800" })).toBe("Broken=%EF%BF%BD");
});

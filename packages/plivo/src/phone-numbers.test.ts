import { describe, expect, it } from "vitest";
import { fromE164, isE164, isSipAddress, parseDestination, toE164 } from "./phone-numbers.ts";

describe("numbers at the border", () => {
  it.each([
    ["14155550100", "+14155550100"],
    ["+14155550100", "+14155550100"],
    [" 14155550100 ", "+14155550100"],
    ["12345", "12345"],
    ["PLIVO", "PLIVO"],
    ["anonymous", "anonymous"],
    ["sip:ann@phone.plivo.com", "sip:ann@phone.plivo.com"],
    ["", ""],
  ])("%j comes in as %j", (raw, ours) => {
    expect(toE164(raw)).toBe(ours);
  });

  it("go out without +, and only they lose it", () => {
    expect(fromE164("+14155550100")).toBe("14155550100");
    expect(fromE164("12345")).toBe("12345");
    expect(fromE164("+1 415")).toBe("+1 415");
    expect(fromE164("sip:+14155550100@x.example")).toBe("sip:+14155550100@x.example");
  });

  it("are told apart", () => {
    expect([isE164("+14155550100"), isE164("14155550100"), isE164("+04155550100"), isE164("+1415555010012345")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(isSipAddress("sip:ann@phone.plivo.com:5061;transport=tls")).toBe(true);
    expect(isSipAddress("sip:ann@")).toBe(false);
  });

  it.each([
    "",
    "+",
    "14155550100<14155550101",
    "14155550100,14155550101",
    "+1 415 555 0100",
    "(415) 555-0100",
    "+1415555010O",
    "14155550100\n",
    "0014155550100",
    "12345",
    "tel:+14155550100",
    "sip:ann@x.example<sip:bob@x.example",
    "sip:ann@x.example,sip:bob@x.example",
    "sip:ann@x.example\r\nVia: y",
  ])("one destination is not %j", (raw) => {
    expect(parseDestination(raw)).toBeNull();
  });

  it("one destination is a number or a SIP address", () => {
    expect(parseDestination("14155550100")).toEqual({ kind: "number", value: "+14155550100" });
    expect(parseDestination("+14155550100")).toEqual({ kind: "number", value: "+14155550100" });
    expect(parseDestination("sip:ann@phone.plivo.com")).toEqual({ kind: "sip", value: "sip:ann@phone.plivo.com" });
  });
});

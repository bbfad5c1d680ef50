import { describe, expect, it } from "vitest";
import { createDestinationGuard, guardVerbs } from "./destination-guard.ts";

/** L5: destinations that are refused whatever the settings say. */
const ALWAYS = [
  "+19005550100",
  "+449012345678",
  "+448451234567",
  "+447012345678",
  "+33899123456",
  "+979123456789",
  "+870773111632",
  "+88213000000",
  "+8816311111111",
  "+883510000000",
  "+80012345678",
  "+80812345678",
  "+999123456789",
  "+15005550006",
];
const NO_NUMBER = [
  "",
  " ",
  "14155550100<14155550101",
  "+14155550100,+14155550101",
  "+14155550100;ext=1",
  "+1415555010",
  "+1415555010000000",
  "911",
  "112",
  "+0",
  "tel:+14155550100",
  "+14155550100\r\nX: y",
  "+1415555０100",
  "＋14155550100",
  "+1 415 555 0100",
  "(415) 555-0100",
  "+14155550100x5",
  "00442079460000",
  "sip:a@b<sip:c@d",
  "sip:",
  "javascript:1",
  "+1900",
  "*67+14155550100",
];

describe("without a list of countries (the simulator)", () => {
  const guard = createDestinationGuard(null);
  it.each(["+14155550100", "+442079460000", "+15551234567", "+447700900123", "14155550100", "sip:ann@phone.plivo.com"])(
    "lets %s pass",
    (number) => {
      expect(guard.check(number)).toMatchObject({ ok: true });
    },
  );
  it.each(ALWAYS)("refuses %s", (number) => {
    expect(guard.check(number)).toMatchObject({ ok: false });
  });
  it.each(NO_NUMBER)("does not take %j for one number", (number) => {
    expect(guard.check(number)).toMatchObject({ ok: false, error: { code: "invalid_number" } });
  });
});

describe("with a list of countries", () => {
  const guard = createDestinationGuard(["US", "GB"]);
  it("lets the listed countries pass, written as E.164", () => {
    expect(guard.check("14155550100")).toEqual({ ok: true, value: "+14155550100" });
    expect(guard.check("+442079460000")).toEqual({ ok: true, value: "+442079460000" });
  });
  it.each(["+18765551234", "+37067812345", "+15551234567", "+441534123456", ...ALWAYS])("refuses %s", (number) => {
    expect(guard.check(number)).toMatchObject({ ok: false });
  });
});

describe("guardVerbs", () => {
  const guard = createDestinationGuard(["US"]);
  const number = (body: string) => ({ element: "Number" as const, body });
  it("takes refused numbers out of a Dial", () => {
    const dial = { element: "Dial" as const, attributes: { timeout: 30 }, children: [number("+14155550100"), number("+19005550100")] };
    const { verbs, refused } = guardVerbs([{ element: "Speak", body: "Hi" }, dial], guard);
    expect(verbs).toEqual([
      { element: "Speak", body: "Hi" },
      { ...dial, children: [number("+14155550100")] },
    ]);
    expect(refused).toEqual(["+19005550100"]);
  });
  it("takes out a Dial with nobody left, so that the Redirect behind it is next", () => {
    const redirect = { element: "Redirect" as const, body: "https://example.com/x" };
    expect(guardVerbs([{ element: "Dial", children: [number("+37067812345")] }, redirect], guard)).toEqual({
      verbs: [redirect],
      refused: ["+37067812345"],
    });
  });
});

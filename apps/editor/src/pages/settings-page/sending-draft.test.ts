import { expect, it } from "vitest";
import { flawOf, fromDraft, toDraft } from "./sending-draft.ts";

const NOBODY = { perSecond: null, perMinute: null, perDay: null };
const LIMITS = {
  texts: { account: { perSecond: 5, perMinute: null, perDay: 10_000 }, number: { ...NOBODY, perSecond: 0.5 } },
  calls: { perSecond: 2, perDay: null, maxSeconds: 3_600 },
  numbers: { "+14155550199": { ...NOBODY, perMinute: 20 } },
  countries: ["US", "GB"],
  spendPerDay: 25.5,
  spendPerCall: 2,
  prices: [
    { prefix: "+44", perMinute: 0.02, perText: null },
    { prefix: "+", perMinute: 0.5, perText: 0.1 },
  ],
};

it("shows limits in fields and reads them back", () => {
  expect(toDraft(LIMITS)).toMatchObject({ account: { perSecond: "5", perMinute: "", perDay: "10000" }, countries: "US, GB" });
  expect(fromDraft(toDraft(LIMITS))).toEqual(LIMITS);
});

it("takes numbers and countries as people write them, and an empty field for no limit", () => {
  const draft = {
    ...toDraft(LIMITS),
    countries: " us;gb ",
    spendPerDay: "",
    own: [{ number: "+1 (415) 555-0100", rate: toDraft(LIMITS).number }],
  };
  expect(fromDraft(draft)).toMatchObject({ countries: ["US", "GB"], spendPerDay: null, numbers: { "+14155550100": { perSecond: 0.5 } } });
  expect(fromDraft({ ...draft, countries: "" }).countries).toBeNull();
});

it("says what is wrong", () => {
  const draft = toDraft(LIMITS);
  expect(flawOf(draft)).toBeNull();
  expect(flawOf({ ...draft, spendPerDay: "a lot" })).toContain("a lot");
  expect(flawOf({ ...draft, account: { ...draft.account, perSecond: "-1" } })).toContain("-1");
  expect(flawOf({ ...draft, countries: "USA" })).toContain("USA");
  expect(flawOf({ ...draft, prices: [] })).toContain("price of a minute");
  const price = { prefix: "44", perMinute: "", perText: "1" };
  expect(flawOf({ ...draft, prices: [...draft.prices, price] })).toContain("“44”");
  expect(flawOf({ ...draft, prices: [...draft.prices, { ...price, prefix: "+ 44" }] })).toContain("two prices");
  expect(flawOf({ ...draft, prices: [...draft.prices, { ...price, prefix: "+1", perText: "cheap" }] })).toContain("cheap");
  expect(flawOf({ ...draft, own: [{ number: "", rate: draft.number }] })).toContain("+14155550100");
});

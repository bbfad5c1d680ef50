import type { SendingLimits } from "@cordboard/api";

/** What stands in the fields; empty: no limit. */
export interface RateDraft {
  perSecond: string;
  perMinute: string;
  perDay: string;
}
export interface SendingDraft {
  account: RateDraft;
  number: RateDraft;
  calls: RateDraft;
  /** Numbers with a rate of their own. */
  own: { number: string; rate: RateDraft }[];
  maxSeconds: string;
  spendPerDay: string;
  spendPerCall: string;
  prices: PriceDraft[];
  countries: string;
}
/** What the carrier charges for numbers that begin so; empty: not known. */
export interface PriceDraft {
  prefix: string;
  perMinute: string;
  perText: string;
}
type Rate = SendingLimits["texts"]["account"];

const shown = (value: number | null): string => (value === null ? "" : String(value));
const toRateDraft = ({ perSecond, perMinute, perDay }: Rate): RateDraft => ({
  perSecond: shown(perSecond),
  perMinute: shown(perMinute),
  perDay: shown(perDay),
});

export const NEW_OWN: SendingDraft["own"][number] = { number: "", rate: { perSecond: "", perMinute: "", perDay: "" } };

export const NEW_PRICE: PriceDraft = { prefix: "", perMinute: "", perText: "" };
/** It stands for all numbers that no other beginning fits. */
const EVERY_NUMBER = "+";

export function toDraft({ texts, calls, numbers, countries, spendPerDay, spendPerCall, prices }: SendingLimits): SendingDraft {
  return {
    account: toRateDraft(texts.account),
    number: toRateDraft(texts.number),
    calls: toRateDraft({ ...calls, perMinute: null }),
    own: Object.entries(numbers).map(([number, rate]) => ({ number, rate: toRateDraft(rate) })),
    maxSeconds: shown(calls.maxSeconds),
    spendPerDay: shown(spendPerDay),
    spendPerCall: shown(spendPerCall),
    prices: prices.map(({ prefix, perMinute, perText }) => ({ prefix, perMinute: shown(perMinute), perText: shown(perText) })),
    countries: countries?.join(", ") ?? "",
  };
}

const codesOf = (countries: string): string[] =>
  countries
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== "");

/** What is wrong with it, for a person; null: nothing. */
export function flawOf(draft: SendingDraft): string | null {
  const { account, number, calls, own, maxSeconds, spendPerDay, spendPerCall, prices, countries } = draft;
  const limits = [account, number, calls, ...own.map(({ rate }) => rate)].flatMap((rate) => [rate.perSecond, rate.perMinute, rate.perDay]);
  const amounts = [maxSeconds, spendPerDay, spendPerCall, ...prices.flatMap(({ perMinute, perText }) => [perMinute, perText])];
  const wrong = [...limits, ...amounts].find((text) => text.trim() !== "" && !/^\d{1,9}(?:[.,]\d{1,6})?$/.test(text.trim()));
  if (wrong !== undefined) return `“${wrong}” is no number; leave the field empty for no limit.`;
  const country = codesOf(countries).find((code) => !/^[A-Z]{2}$/.test(code));
  if (country !== undefined) return `“${country}” is no country code; write two letters, such as US.`;
  const named = own.find((one) => !/^\+[\d\s()-]{7,25}$/.test(one.number.trim()));
  if (named) return `“${named.number}” is no phone number; write it as +14155550100.`;
  return flawOfPrices(draft);
}

function flawOfPrices({ prices, spendPerCall }: SendingDraft): string | null {
  const bad = prices.find(({ prefix }) => !/^\+\d{0,14}$/.test(plain(prefix)));
  if (bad) return `“${bad.prefix}” is no beginning of a number; write +44, or + for all others.`;
  const twice = prices.find(({ prefix }, i) => prices.findIndex((one) => plain(one.prefix) === plain(prefix)) < i);
  if (twice) return `There are two prices for ${twice.prefix}; remove one.`;
  const known = prices.some(({ prefix, perMinute }) => plain(prefix) === EVERY_NUMBER && perMinute.trim() !== "");
  if (spendPerCall.trim() === "" || known) return null;
  return "A limit for a call needs the price of a minute for every number: add one for +, which counts for all others.";
}

const plain = (number: string): string => number.replace(/[\s()-]/g, "");
const toLimit = (text: string): number | null => (text.trim() === "" ? null : Number(text.trim().replace(",", ".")));
const toRate = (rate: RateDraft): Rate => ({
  perSecond: toLimit(rate.perSecond),
  perMinute: toLimit(rate.perMinute),
  perDay: toLimit(rate.perDay),
});

export function fromDraft(draft: SendingDraft): SendingLimits {
  const { account, number, calls, own, maxSeconds, spendPerDay, spendPerCall, prices, countries } = draft;
  const { perSecond, perDay } = toRate(calls);
  const codes = codesOf(countries);
  return {
    texts: { account: toRate(account), number: toRate(number) },
    calls: { perSecond, perDay, maxSeconds: toLimit(maxSeconds) },
    numbers: Object.fromEntries(own.filter((one) => one.number !== "").map((one) => [plain(one.number), toRate(one.rate)])),
    countries: codes.length === 0 ? null : codes,
    spendPerDay: toLimit(spendPerDay),
    spendPerCall: toLimit(spendPerCall),
    prices: prices.map((one) => ({ prefix: plain(one.prefix), perMinute: toLimit(one.perMinute), perText: toLimit(one.perText) })),
  };
}

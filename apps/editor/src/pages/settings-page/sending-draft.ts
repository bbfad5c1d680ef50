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
  countries: string;
}
type Rate = SendingLimits["texts"]["account"];

const shown = (value: number | null): string => (value === null ? "" : String(value));
const toRateDraft = ({ perSecond, perMinute, perDay }: Rate): RateDraft => ({
  perSecond: shown(perSecond),
  perMinute: shown(perMinute),
  perDay: shown(perDay),
});

export const NEW_OWN: SendingDraft["own"][number] = { number: "", rate: { perSecond: "", perMinute: "", perDay: "" } };

export function toDraft({ texts, calls, numbers, countries, spendPerDay }: SendingLimits): SendingDraft {
  return {
    account: toRateDraft(texts.account),
    number: toRateDraft(texts.number),
    calls: toRateDraft({ ...calls, perMinute: null }),
    own: Object.entries(numbers).map(([number, rate]) => ({ number, rate: toRateDraft(rate) })),
    maxSeconds: shown(calls.maxSeconds),
    spendPerDay: shown(spendPerDay),
    countries: countries?.join(", ") ?? "",
  };
}

const codesOf = (countries: string): string[] =>
  countries
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== "");

/** What is wrong with it, for a person; null: nothing. */
export function flawOf({ account, number, calls, own, maxSeconds, spendPerDay, countries }: SendingDraft): string | null {
  const limits = [account, number, calls, ...own.map(({ rate }) => rate)].flatMap((rate) => [rate.perSecond, rate.perMinute, rate.perDay]);
  const wrong = [...limits, maxSeconds, spendPerDay].find((text) => text.trim() !== "" && !/^\d{1,9}(?:[.,]\d{1,6})?$/.test(text.trim()));
  if (wrong !== undefined) return `“${wrong}” is no number; leave the field empty for no limit.`;
  const country = codesOf(countries).find((code) => !/^[A-Z]{2}$/.test(code));
  if (country !== undefined) return `“${country}” is no country code; write two letters, such as US.`;
  const named = own.find((one) => !/^\+[\d\s()-]{7,25}$/.test(one.number.trim()));
  return named ? `“${named.number}” is no phone number; write it as +14155550100.` : null;
}

const toLimit = (text: string): number | null => (text.trim() === "" ? null : Number(text.trim().replace(",", ".")));
const toRate = (rate: RateDraft): Rate => ({
  perSecond: toLimit(rate.perSecond),
  perMinute: toLimit(rate.perMinute),
  perDay: toLimit(rate.perDay),
});

export function fromDraft({ account, number, calls, own, maxSeconds, spendPerDay, countries }: SendingDraft): SendingLimits {
  const { perSecond, perDay } = toRate(calls);
  const codes = codesOf(countries);
  return {
    texts: { account: toRate(account), number: toRate(number) },
    calls: { perSecond, perDay, maxSeconds: toLimit(maxSeconds) },
    numbers: Object.fromEntries(
      own.filter((one) => one.number !== "").map((one) => [one.number.replace(/[\s()-]/g, ""), toRate(one.rate)]),
    ),
    countries: codes.length === 0 ? null : codes,
    spendPerDay: toLimit(spendPerDay),
  };
}

import { z } from "zod";

const perSecond = z.number().min(0.01).max(1_000).nullable();
const perMinute = z.int().min(1).max(60_000).nullable();
/** Days of UTC. */
const perDay = z.int().min(1).max(100_000_000).nullable();

export const rate = z.strictObject({ perSecond, perMinute, perDay });

/** What the carrier charges for numbers that begin so, in its currency; null: not known. The longest beginning counts. */
const price = z.strictObject({
  prefix: z.string().regex(/^\+\d{0,14}$/, "Write the beginning of numbers as +44, or + for all others"),
  perMinute: z.number().min(0).max(1_000).nullable(),
  perText: z.number().min(0).max(1_000).nullable(),
});
export type Price = z.output<typeof price>;

/** null anywhere: no limit. Rates delay and never drop; what waits longer than its step may fails with 420. */
export const sendingLimits = z
  .strictObject({
    texts: z.strictObject({ account: rate, number: rate.meta({ description: "Of each number of ours that has no rate of its own." }) }),
    calls: z.strictObject({ perSecond, perDay, maxSeconds: z.int().min(1).max(86_400).nullable() }),
    /** Rates of single numbers (E.164) instead of `texts.number`. */
    numbers: z.record(z.string().regex(/^\+[1-9]\d{6,14}$/, "Write the number as +14155550100"), rate),
    /** ISO codes; only those that DESTINATION_COUNTRIES allows as well. */
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, "ISO country codes, such as US"))
      .max(300)
      .nullable(),
    /** What the carrier may charge a day, in its currency: then nothing goes out until the next day. */
    spendPerDay: z.number().min(0).max(1_000_000_000).nullable(),
    /** What a call that a flow places or forwards may cost, by `prices`: it is ended before it costs more. */
    spendPerCall: z.number().positive().max(1_000_000).nullable(),
    prices: z.array(price).max(1_000),
  })
  .refine(({ spendPerCall, prices }) => spendPerCall === null || prices.some((one) => one.prefix === "+" && one.perMinute !== null), {
    path: ["prices"],
    message: "A limit for a call needs the price of a minute for every number: add one for the beginning +, which counts for all others.",
  })
  .meta({ id: "SendingLimits", description: "How fast, how much and where to texts and calls may go out." });
export type SendingLimits = z.output<typeof sendingLimits>;

const unlimited = { perSecond: null, perMinute: null, perDay: null };
export const NO_SENDING_LIMITS: SendingLimits = {
  texts: { account: unlimited, number: unlimited },
  calls: { perSecond: null, perDay: null, maxSeconds: null },
  numbers: {},
  countries: null,
  spendPerDay: null,
  spendPerCall: null,
  prices: [],
};

export const sending = z
  .strictObject({
    limits: sendingLimits,
    /** DESTINATION_COUNTRIES; null: every country. */
    countriesOfServer: z.array(z.string()).nullable(),
    /** Of today (UTC); texts and calls are counted while they have a limit. */
    today: z.strictObject({ texts: z.int(), calls: z.int(), spent: z.number() }),
  })
  .meta({ id: "Sending" });
export type Sending = z.output<typeof sending>;

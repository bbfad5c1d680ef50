import type { JsonObject, StepContext, VariableSpec } from "@cordboard/contract";
import { z } from "zod";

/*
 * How long a call of ours may last: as long as its step says, no longer than the limits on sending say, and no longer than
 * it may cost. The carrier ends it then. Minutes that have begun are charged, so a price allows whole minutes only.
 */

export const callLimitMemory = z.object({ seconds: z.number(), by: z.enum(["step", "longest_call", "price"]) });
export type CallLimit = z.infer<typeof callLimitMemory>;

interface OwnLimits {
  timeLimitSeconds: number;
  maxPrice: number | null;
}

export const maxPriceField = () =>
  z
    .number()
    .positive()
    .max(1_000_000)
    .nullable()
    .default(null)
    .meta({
      title: "Cost at most",
      description: "In the carrier's currency, by the prices under Settings, Sending: the call ends before it costs more.",
      form: { advanced: true },
    });

export const LIMIT_VARIABLES: VariableSpec[] = [
  { name: "limit_seconds", type: "number", title: "seconds after which the carrier ends the call", sample: "14400" },
  { name: "limited_by", type: "text", title: "what says so: step, longest_call or price", sample: "step" },
  { name: "cut_off", type: "boolean", title: "whether it was ended then", sample: "false" },
];

/** 0.06 / 0.02 is a little less than 3. */
const ROUNDING = 1e-9;

/** Seconds that a call to the dearest of these may last by its price; null: as long as it likes. */
function secondsByPrice({ maxPrice }: OwnLimits, to: readonly string[], ctx: StepContext): number | null {
  const { maxPrice: ofAll, pricePerMinute } = ctx.callLimits(to);
  const most = Math.min(maxPrice ?? Infinity, ofAll ?? Infinity);
  return pricePerMinute === null || pricePerMinute === 0 || most === Infinity ? null : Math.floor(most / pricePerMinute + ROUNDING) * 60;
}

/** Whether a call to this number may cost what its first minute does. */
export const isAffordable = (own: OwnLimits, to: string, ctx: StepContext): boolean => secondsByPrice(own, [to], ctx) !== 0;

/** For numbers that are affordable; should a price have risen since they were looked at, they have a minute. */
export function callLimit(own: OwnLimits, to: readonly string[], ctx: StepContext): CallLimit {
  const { maxSeconds } = ctx.callLimits(to);
  const byPrice = secondsByPrice(own, to, ctx);
  const limits: CallLimit[] = [{ seconds: own.timeLimitSeconds, by: "step" }];
  if (maxSeconds !== null) limits.push({ seconds: maxSeconds, by: "longest_call" });
  if (byPrice !== null) limits.push({ seconds: Math.max(60, byPrice), by: "price" });
  return limits.reduce((shortest, one) => (one.seconds < shortest.seconds ? one : shortest));
}

/** The carrier counts whole seconds, ours and its may differ by one. */
export const wasCutOff = (talkedSeconds: number, { seconds }: CallLimit): boolean => talkedSeconds >= seconds - 1 && talkedSeconds > 0;

export const limitOutputs = (limit: CallLimit | null, cutOff: boolean): JsonObject => ({
  limit_seconds: limit?.seconds ?? 0,
  limited_by: limit?.by ?? "",
  cut_off: cutOff,
});

import { NO_SENDING_LIMITS, type Price, type SendingLimits } from "@cordboard/api";
import type { CallLimits, Effect, StepContext } from "@cordboard/contract";
import { messageUnits } from "@cordboard/plivo";
import type { GuardStore } from "../store/guard-store.ts";
import type { Want } from "../store/guards/send-queue.ts";
import type { StoredEffect } from "../store/run-store.ts";
import type { Host } from "./host.ts";

/** The limits on what goes out, as this process knows them: at most `REFRESH_MS` old. */
export interface Sending {
  limits: () => SendingLimits;
  /** The countries that may be called and texted: of the server's setting and the limits both. Null: every one. */
  countries: () => readonly string[] | null;
  callLimits: StepContext["callLimits"];
  write: (limits: SendingLimits, by: string) => Promise<void>;
  stop: () => void;
}

export interface SendingOptions {
  guards: Pick<GuardStore, "limits">;
  /** DESTINATION_COUNTRIES. */
  countries: readonly string[] | null;
  /** Until somebody sets others. */
  defaults: SendingLimits;
  host: Pick<Host, "every">;
  failed: (error: unknown) => void;
}

const REFRESH_MS = 2_000;

/** Rejects when they cannot be read: without knowing them nothing may go out. */
export async function openSending({ guards, countries, defaults, host, failed }: SendingOptions): Promise<Sending> {
  let limits = defaults;
  const refresh = async (): Promise<void> => {
    limits = (await guards.limits.read()) ?? defaults;
  };
  await refresh();
  return {
    limits: () => limits,
    countries: () => {
      const own = limits.countries;
      if (own === null || countries === null) return own ?? countries;
      return countries.filter((country) => own.includes(country));
    },
    callLimits: (to) => callLimitsOf(limits, to),
    write: async (wanted, by) => {
      await guards.limits.write(wanted, by);
      await refresh();
    },
    stop: host.every(REFRESH_MS, () => void refresh().catch(failed)),
  };
}

/** What is known of prices to a number; SIP addresses have none. */
function priceOf({ prices }: SendingLimits, to: string): Price | null {
  const fitting = prices.filter(({ prefix }) => to.startsWith(prefix));
  return fitting.reduce<Price | null>((best, one) => (best && best.prefix.length >= one.prefix.length ? best : one), null);
}

export function callLimitsOf(limits: SendingLimits, to: readonly string[]): CallLimits {
  const known = to.flatMap((one) => priceOf(limits, one)?.perMinute ?? []);
  return {
    maxSeconds: limits.calls.maxSeconds,
    maxPrice: limits.spendPerCall,
    pricePerMinute: known.length > 0 ? Math.max(...known) : null,
  };
}

/** The longest that a call to any of these may last, whatever its step says, s; null: no limit. Minutes that have begun are charged. */
export function longestCall({ maxSeconds, maxPrice, pricePerMinute }: CallLimits): number | null {
  if (maxPrice === null || !pricePerMinute) return maxSeconds;
  // A call that may not cost even its first minute was refused by its step already.
  const byPrice = Math.max(1, Math.floor(maxPrice / pricePerMinute + 1e-9)) * 60;
  return maxSeconds === null ? byPrice : Math.min(byPrice, maxSeconds);
}

/** What an effect will surely cost, as far as prices are known, in the carrier's currency: a text, or the first minute of a call. */
export function estimateOf(effect: Effect, limits: SendingLimits): number {
  if (effect.kind === "place_call") return priceOf(limits, effect.to)?.perMinute ?? 0;
  if (effect.kind !== "send_message") return 0;
  const units = effect.channel === "sms" ? Math.max(1, messageUnits(effect.text).units) : 1;
  return units * (priceOf(limits, effect.to)?.perText ?? 0);
}

/** What a carrier's account may do at first (plivo-platform 4.1): the excess would wait there, unseen. */
export const PLIVO_LIMITS: SendingLimits = {
  ...NO_SENDING_LIMITS,
  texts: { ...NO_SENDING_LIMITS.texts, account: { perSecond: 5, perMinute: null, perDay: null } },
  calls: { perSecond: 2, perDay: null, maxSeconds: null },
};

export const TEXTS = "texts";
export const CALLS = "calls";

/** What an effect's turn depends on; null when nothing limits it. Test runs go to the simulator and wait for nobody. */
export function wantOf({ id, effect, test }: StoredEffect, limits: SendingLimits): Want | null {
  if (test) return null;
  const keys = keysOf(effect, limits).filter(({ rate }) => rate.perSecond !== null || rate.perMinute !== null || rate.perDay !== null);
  return keys.length === 0 ? null : { id, keys };
}

function keysOf(effect: Effect, { texts, calls, numbers }: SendingLimits): Want["keys"] {
  if (effect.kind === "place_call") return [{ key: CALLS, rate: { perSecond: calls.perSecond, perMinute: null, perDay: calls.perDay } }];
  if (effect.kind !== "send_message") return [];
  return [
    { key: `from ${effect.from}`, rate: numbers[effect.from] ?? texts.number },
    { key: TEXTS, rate: texts.account },
  ];
}

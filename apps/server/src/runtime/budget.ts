import type { Spending } from "../store/guards/spending.ts";
import type { Budget } from "./perform.ts";
import { estimateOf, type Sending } from "./sending.ts";

const MICROS = 1_000_000;
const inMicros = (amount: number): number => Math.round(amount * MICROS);

/**
 * What the carrier has charged counts, and for what it has not told yet, the price under Settings, Sending. What is on its way at
 * the same moment may go out beyond the limit.
 */
export function createBudget(options: {
  sending: Pick<Sending, "limits"> | null;
  spending: Pick<Spending, "onDayOf" | "expect"> | null;
  failed: (error: unknown) => void;
}): Budget {
  const { sending, spending, failed } = options;
  return {
    allows: async (effect, now) => {
      const most = sending?.limits().spendPerDay ?? null;
      if (!sending || !spending || most === null) return true;
      const spent = await spending.onDayOf(now);
      return spent < inMicros(most) && spent + inMicros(estimateOf(effect, sending.limits())) <= inMicros(most);
    },
    expect: async (effect, subject, at) => {
      const micros = sending ? inMicros(estimateOf(effect, sending.limits())) : 0;
      if (spending && micros > 0) await spending.expect({ subject, micros, at }).catch(failed);
    },
  };
}

/** What the carrier says it has charged for one call or text. */
export interface Charge {
  /** CallUUID or MessageUUID. */
  subject: string;
  /** Millionths of the account's currency. */
  micros: number;
}

/** Which fields of a webhook name what was charged for, and how much (plivo-platform 2.5, 2.7, 3.1, 3.2). */
const FIELDS: readonly [subject: string, amount: string][] = [
  ["CallUUID", "TotalCost"],
  ["DialBLegUUID", "DialBLegTotalCost"],
  ["MessageUUID", "TotalAmount"],
];

/** The charges that a webhook tells of; what is no amount is left out. */
export function readCharges(params: Readonly<Record<string, string>>): Charge[] {
  return FIELDS.flatMap(([name, amount]) => {
    const [subject, text = ""] = [params[name], params[amount]];
    const micros = /^\d{1,9}(?:\.\d{1,12})?$/.test(text) ? Math.round(Number(text) * 1_000_000) : 0;
    return subject !== undefined && subject !== "" && micros > 0 ? [{ subject, micros }] : [];
  });
}

import { isDeepStrictEqual } from "node:util";
import { type EffectResult, type QueryEffect, STEP_CODES, type StepCode } from "@cordboard/contract";
import type { DatabaseEntry } from "@cordboard/flow";

/** Answers of the databases in a test, in the order they were written; the last one that fits answers again. */
export class QueryMocks {
  readonly #entries: { entry: DatabaseEntry; used: boolean }[];

  constructor(entries: DatabaseEntry[]) {
    this.#entries = entries.map((entry) => ({ entry, used: false }));
  }

  /** What the database would answer, and after how many milliseconds. */
  answer(effect: QueryEffect): { afterMs: number; result: EffectResult } {
    const fitting = this.#entries.filter(({ entry }) => fits(entry, effect));
    const chosen = fitting.find((one) => !one.used) ?? fitting.at(-1);
    if (!chosen)
      return {
        afterMs: 0,
        result: failed("database_unreachable", `The test has no database entry for this query to ${effect.connection}.`),
      };
    chosen.used = true;
    const { rows, changed, afterMs, unreachable, error } = chosen.entry;
    if (unreachable) return { afterMs, result: failed("database_unreachable", `${effect.connection} can't be reached, says the test.`) };
    if (error !== undefined) return { afterMs, result: failed("query_failed", error) };
    if (afterMs > effect.timeoutSeconds * 1000) return { afterMs: effect.timeoutSeconds * 1000, result: failed("query_timeout") };
    const kept = rows.slice(0, effect.maxRows);
    const data = { rows: kept, rowCount: changed ?? kept.length, more: kept.length < rows.length, durationMs: afterMs };
    return { afterMs, result: { ok: true, data } };
  }

  unused(): string[] {
    return this.#entries.filter(({ used }) => !used).map(({ entry }) => [entry.connection, entry.sql].filter(Boolean).join(" "));
  }
}

function fits(entry: DatabaseEntry, { connection, sql, parameters }: QueryEffect): boolean {
  if (entry.connection !== connection || !flat(sql).includes(flat(entry.sql))) return false;
  return Object.entries(entry.parameters).every(([name, value]) =>
    parameters.some((one) => one.name === name && isDeepStrictEqual(one.value, value)),
  );
}

/** Line breaks and capitals make no other query. */
const flat = (sql: string): string => sql.replace(/\s+/g, " ").trim().toLowerCase();

function failed(code: StepCode, message: string = STEP_CODES[code]): EffectResult {
  return { ok: false, uncertain: false, error: { code, message } };
}

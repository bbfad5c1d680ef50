import type { Sql } from "../sql.ts";

/** What the carrier has charged, by day of UTC, in millionths of its currency. */
export interface Spending {
  /** `subject`: what was charged for; told twice it counts once, and a later amount replaces an earlier one. */
  add: (charge: { subject: string; micros: number; at: number }) => Promise<void>;
  /** What it will surely cost; counts until the carrier tells what it charged, and never after that. */
  expect: (charge: { subject: string; micros: number; at: number }) => Promise<void>;
  onDayOf: (at: number) => Promise<number>;
  /** Forgets days that are over for long. */
  sweep: (at: number) => Promise<void>;
}

const DAY_MS = 86_400_000;
const KEPT_DAYS = 3;
const dayOf = (at: number): number => Math.floor(at / DAY_MS);

export function createSpending(sql: Sql): Spending {
  return {
    add: async ({ subject, micros, at }) => {
      await sql.run(
        "INSERT INTO charges (subject, day, micros) VALUES (?, ?, ?) ON CONFLICT (subject) DO UPDATE SET micros = excluded.micros",
        [subject, dayOf(at), micros],
      );
    },
    expect: async ({ subject, micros, at }) => {
      await sql.run("INSERT INTO charges (subject, day, micros) VALUES (?, ?, ?) ON CONFLICT (subject) DO NOTHING", [
        subject,
        dayOf(at),
        micros,
      ]);
    },
    onDayOf: async (at) => {
      const row = await sql.get<{ micros: number | null }>("SELECT CAST(sum(micros) AS BIGINT) AS micros FROM charges WHERE day = ?", [
        dayOf(at),
      ]);
      return row?.micros ?? 0;
    },
    sweep: async (at) => void (await sql.run("DELETE FROM charges WHERE day < ?", [dayOf(at) - KEPT_DAYS])),
  };
}

import type { Sql } from "../sql.ts";

/**
 * How often work on a subject (a run, or the event that would begin one) was begun and never ended, because the process
 * died in it. Only a careful process counts: see runtime/quarantine.ts.
 */
export interface Attempts {
  /** Those of an earlier process. */
  unfinished: () => Promise<string[]>;
  /** Durable before it answers. How often it has been begun, this time included. */
  begin: (subject: string) => Promise<number>;
  end: (subject: string) => Promise<void>;
}

/** Older ones belong to a trouble that is over. */
const KEPT_MS = 24 * 3_600_000;

export function createAttempts(sql: Sql, now: () => Promise<number>): Attempts {
  return {
    unfinished: async () => {
      await sql.run("DELETE FROM attempts WHERE at < ?", [(await now()) - KEPT_MS]);
      return (await sql.all<{ subject: string }>("SELECT subject FROM attempts ORDER BY subject")).map(({ subject }) => subject);
    },
    begin: async (subject) => {
      const at = await now();
      return sql.transaction(async (tx) => {
        await tx.run(
          "INSERT INTO attempts (subject, begun, at) VALUES (?, 1, ?) ON CONFLICT (subject) DO UPDATE SET begun = attempts.begun + 1, at = excluded.at",
          [subject, at],
        );
        return (await tx.get<{ begun: number }>("SELECT begun FROM attempts WHERE subject = ?", [subject]))?.begun ?? 1;
      });
    },
    end: async (subject) => void (await sql.run("DELETE FROM attempts WHERE subject = ?", [subject])),
  };
}

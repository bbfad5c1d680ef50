import type { Sql } from "../sql.ts";

/** How often a process died while it computed a step of a subject (a run, or the event that would begin one). */
export interface Deaths {
  add: (subject: string) => Promise<void>;
  /** Those in which `many` or more died. */
  condemned: (many: number) => Promise<string[]>;
  forget: (subject: string) => Promise<void>;
}

/** Older ones belong to a trouble that is over. */
const KEPT_MS = 24 * 3_600_000;

export function createDeaths(sql: Sql, now: () => Promise<number>): Deaths {
  return {
    add: async (subject) => {
      const at = await now();
      await sql.run("DELETE FROM deaths WHERE at < ?", [at - KEPT_MS]);
      await sql.run(
        "INSERT INTO deaths (subject, n, at) VALUES (?, 1, ?) ON CONFLICT (subject) DO UPDATE SET n = deaths.n + 1, at = excluded.at",
        [subject, at],
      );
    },
    condemned: async (many) => {
      const rows = await sql.all<{ subject: string }>("SELECT subject FROM deaths WHERE n >= ? ORDER BY subject", [many]);
      return rows.map(({ subject }) => subject);
    },
    forget: async (subject) => void (await sql.run("DELETE FROM deaths WHERE subject = ?", [subject])),
  };
}

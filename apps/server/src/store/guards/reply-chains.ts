import type { Sql } from "../sql.ts";

/** Texts between two numbers within the current hour, in both directions together. */
export interface ReplyChains {
  /** Counts a text that came in. A repeat of the text before it is not counted again. */
  add: (text: { from: string; to: string; uuid: string }) => Promise<ChainCount>;
  /** Forgets pairs that were silent for longer than an hour. */
  sweep: () => Promise<void>;
}
export interface ChainCount {
  texts: number;
  /** Those that came within `QUICK_MS` of the one before: nobody types that fast for long. */
  quick: number;
}

const HOUR_MS = 3_600_000;
/** Two machines answer each other within seconds, the carrier's own time included. */
export const QUICK_MS = 10_000;

export function createReplyChains(sql: Sql, now: () => Promise<number>): ReplyChains {
  return {
    add: async ({ from, to, uuid }) => {
      const at = await now();
      const [low = "", high = ""] = [from, to].sort();
      const fresh = `reply_chains.hour_at <= excluded.hour_at - ${HOUR_MS}`;
      const again = "reply_chains.last_uuid = excluded.last_uuid";
      const quick = `CASE WHEN excluded.last_at - reply_chains.last_at < ${QUICK_MS} THEN 1 ELSE 0 END`;
      const [row] = await sql.all<ChainCount>(
        `INSERT INTO reply_chains (low, high, hour_at, texts, quick, last_at, last_uuid) VALUES (?, ?, ?, 1, 0, ?, ?)
         ON CONFLICT (low, high) DO UPDATE SET
           texts = CASE WHEN ${again} THEN reply_chains.texts WHEN ${fresh} THEN 1 ELSE reply_chains.texts + 1 END,
           quick = CASE WHEN ${again} THEN reply_chains.quick WHEN ${fresh} THEN ${quick} ELSE reply_chains.quick + ${quick} END,
           hour_at = CASE WHEN ${fresh} THEN excluded.hour_at ELSE reply_chains.hour_at END,
           last_at = excluded.last_at, last_uuid = excluded.last_uuid
         RETURNING texts, quick`,
        [low, high, at, at, uuid],
      );
      return row ?? { texts: 1, quick: 0 };
    },
    sweep: async () => void (await sql.run("DELETE FROM reply_chains WHERE last_at < ?", [(await now()) - HOUR_MS])),
  };
}

import { NO_SENDING_LIMITS, type SendingLimits, sendingLimits } from "@cordboard/api";
import type { Sql } from "../sql.ts";

/** The limits that people have set; the same for all replicas. */
export interface StoredLimits {
  /** Null: nobody has set any yet. */
  read: () => Promise<SendingLimits | null>;
  write: (limits: SendingLimits, by: string) => Promise<void>;
}

export function createStoredLimits(sql: Sql, now: () => Promise<number>): StoredLimits {
  return {
    read: async () => {
      const row = await sql.get<{ limits: string }>("SELECT limits FROM sending_limits WHERE one = 1", []);
      // A field that a newer release has added has no limit yet.
      return row ? sendingLimits.parse({ ...NO_SENDING_LIMITS, ...(JSON.parse(row.limits) as object) }) : null;
    },
    write: async (limits, by) => {
      await sql.run(
        `INSERT INTO sending_limits (one, limits, at, changed_by) VALUES (1, ?, ?, ?)
         ON CONFLICT (one) DO UPDATE SET limits = excluded.limits, at = excluded.at, changed_by = excluded.changed_by`,
        [JSON.stringify(limits), await now(), by],
      );
    },
  };
}

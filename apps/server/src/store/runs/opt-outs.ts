import type { OptOuts } from "../run-store.ts";
import type { Sql } from "../sql.ts";

/** Who says STOP again later than this may be told again that it was heard. */
const CONFIRM_AGAIN_MS = 5 * 60_000;

export function createOptOuts(sql: Sql, now: () => number): OptOuts {
  return {
    optOut: async ({ number, contact, confirmed }) =>
      void (await sql.run(
        `INSERT INTO opt_outs (number, contact, at, confirmed) VALUES (?, ?, ?, ?) ON CONFLICT (number, contact) DO UPDATE SET at = excluded.at,
           confirmed = CASE WHEN excluded.confirmed = 0 AND opt_outs.at < excluded.at - ${CONFIRM_AGAIN_MS} THEN 0
             WHEN excluded.confirmed = 1 THEN 1 ELSE opt_outs.confirmed END`,
        [number, contact, now(), confirmed ? 1 : 0],
      )),
    optIn: async ({ number, contact }) => void (await sql.run("DELETE FROM opt_outs WHERE number = ? AND contact = ?", [number, contact])),
    mayText: async ({ number, contact, graceMs }) => {
      const row = await sql.get<{ at: number }>("SELECT at FROM opt_outs WHERE number = ? AND contact = ?", [number, contact]);
      if (!row) return true;
      if (now() - row.at > graceMs) return false;
      const confirmed = await sql.run("UPDATE opt_outs SET confirmed = 1 WHERE number = ? AND contact = ? AND confirmed = 0", [
        number,
        contact,
      ]);
      return confirmed === 1;
    },
  };
}

import type { OptOuts } from "../run-store.ts";
import type { Sql } from "../sql.ts";

export function createOptOuts(sql: Sql, now: () => number): OptOuts {
  return {
    optOut: async ({ number, contact, confirmed }) =>
      void (await sql.run(
        "INSERT INTO opt_outs (number, contact, at, confirmed) VALUES (?, ?, ?, ?) ON CONFLICT (number, contact) DO UPDATE SET at = excluded.at",
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

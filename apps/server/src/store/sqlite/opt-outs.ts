import type Database from "better-sqlite3";
import type { OptOuts } from "../run-store.ts";

export function createOptOuts(db: Database.Database, now: () => number): OptOuts {
  const add = db.prepare(
    "INSERT INTO opt_outs (number, contact, at, confirmed) VALUES (?, ?, ?, ?) ON CONFLICT (number, contact) DO UPDATE SET at = excluded.at",
  );
  const remove = db.prepare("DELETE FROM opt_outs WHERE number = ? AND contact = ?");
  const entry = db.prepare<[string, string], { at: number; confirmed: number }>(
    "SELECT at, confirmed FROM opt_outs WHERE number = ? AND contact = ?",
  );
  const confirm = db.prepare("UPDATE opt_outs SET confirmed = 1 WHERE number = ? AND contact = ? AND confirmed = 0");
  return {
    optOut: async ({ number, contact, confirmed }) => void add.run(number, contact, now(), confirmed ? 1 : 0),
    optIn: async ({ number, contact }) => void remove.run(number, contact),
    mayText: async ({ number, contact, graceMs }) => {
      const row = entry.get(number, contact);
      if (!row) return true;
      if (now() - row.at > graceMs) return false;
      return confirm.run(number, contact).changes === 1;
    },
  };
}

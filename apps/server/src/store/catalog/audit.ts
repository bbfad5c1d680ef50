import type { JsonObject } from "@cordboard/contract";
import type { AuditRecord, AuditStore } from "../catalog-store.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { cursorParts, pageOf } from "./list.ts";

interface AuditRow {
  id: number;
  at: number;
  actor_kind: AuditRecord["actor"]["kind"];
  actor_id: string | null;
  actor_name: string;
  action: string;
  target: string | null;
  details: string;
  address: string | null;
}

export function createAuditStore(sql: Sql, now: () => number): AuditStore {
  return {
    addAudit: async ({ actor, action, target, details, address }) =>
      void (await sql.run(
        "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, target, details, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [now(), actor.kind, actor.id, actor.name, action, target, JSON.stringify(details), address],
      )),
    listAudit: async ({ limit, cursor, action, target }) => {
      const [below = 0] = cursor === undefined ? [Number.MAX_SAFE_INTEGER] : cursorParts(cursor, ["number"]);
      const wanted: [string, SqlValue | undefined][] = [
        ["id < ?", below],
        ["action = ?", action],
        ["target = ?", target],
      ];
      const given = wanted.filter((pair): pair is [string, SqlValue] => pair[1] !== undefined);
      const rows = await sql.all<AuditRow>(
        `SELECT id, at, actor_kind, actor_id, actor_name, action, target, details, address FROM audit
         WHERE ${given.map(([condition]) => condition).join(" AND ")} ORDER BY id DESC LIMIT ?`,
        [...given.map(([, value]) => value), limit + 1],
      );
      return pageOf(rows, limit, toAudit, (row) => [row.id]);
    },
  };
}

function toAudit(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    details: storedDetails(row.details),
    address: row.address,
  };
}

/** Written by `addAudit` from a JsonObject. */
function storedDetails(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

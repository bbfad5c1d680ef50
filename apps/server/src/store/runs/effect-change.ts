import type { EffectState } from "@cordboard/contract";
import type { EffectChange } from "../run-store.ts";
import type { SqlWriter } from "../sql.ts";
import type { EffectChangeRow } from "./run-rows.ts";
import { OVER } from "./rows.ts";
import { effectEnded } from "./wipe.ts";

/** What a change writes. `at`: ms since the epoch. */
export function toChangeRow(effectId: string, to: EffectChange, at: number): EffectChangeRow {
  return {
    state: to.state,
    result: to.result ? JSON.stringify(to.result) : null,
    endedAt: OVER.has(to.state) ? at : null,
    dueAt: to.dueAt ?? null,
    reportAt: to.reportAt ?? null,
    reported: to.reported ? 1 : 0,
    resolvedBy: to.resolvedBy ?? null,
    // One that was not accepted is listed under our own id.
    addMessage: to.messageUuid ?? (to.state === "failed" ? effectId : null),
  };
}

/**
 * Moves an effect through its states, outside of a run's commit. False: it was not in one of `from`, or its fence was
 * passed. Call it within a transaction.
 */
export async function changeEffect(
  sql: SqlWriter,
  change: { id: string; from: EffectState[]; to: EffectChange; at: number; fence?: number | undefined },
): Promise<boolean> {
  const { id, from, to, at, fence = null } = change;
  const row = toChangeRow(id, to, at);
  const changed = await sql.run(
    `UPDATE effects SET state = ?, result = ?, ended_at = ?, lease_until = 0, owner = NULL, due_at = coalesce(?, due_at), report_at = ?,
       reported = CASE WHEN reported = 1 THEN 1 ELSE ? END, resolved_by = coalesce(?, resolved_by)
     WHERE id = ? AND state IN (${from.map(() => "?").join(", ")}) AND fence = coalesce(?, fence)`,
    [row.state, row.result, row.endedAt, row.dueAt, row.reportAt, row.reported, row.resolvedBy, id, ...from, fence],
  );
  if (changed === 0) return false;
  if (row.addMessage !== null) {
    await sql.run(
      `INSERT INTO messages (uuid, run_id, effect_id, at, contact) SELECT ?, run_id, id, CAST(? AS BIGINT), contact FROM effects
       WHERE id = ? AND kind = 'send_message' ON CONFLICT DO NOTHING`,
      [row.addMessage, at, id],
    );
  }
  if (OVER.has(to.state)) await effectEnded(sql, id);
  return true;
}

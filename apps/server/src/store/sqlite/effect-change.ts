import type { EffectState } from "@cordboard/contract";
import type Database from "better-sqlite3";
import type { EffectChange } from "../run-store.ts";
import { createWiper, OVER } from "./wipe.ts";

export interface EffectChanger {
  /** The effect is in one of these states and, if given, nobody passed this fence. */
  holds: (id: string, from: EffectState[], fence?: number) => boolean;
  change: (id: string, to: EffectChange, at: number) => void;
}

/** Moves an effect through its states: inside a run's commit and outside of one. Call it within a transaction. */
export function createEffectChanger(db: Database.Database): EffectChanger {
  const current = db.prepare<[string], { state: EffectState; fence: number }>("SELECT state, fence FROM effects WHERE id = ?");
  const set = db.prepare(
    `UPDATE effects SET state = @state, result = @result, ended_at = @endedAt, lease_until = 0, owner = NULL,
       due_at = coalesce(@dueAt, due_at), report_at = @reportAt, reported = max(reported, @reported), resolved_by = coalesce(@resolvedBy, resolved_by)
     WHERE id = @id`,
  );
  const addMessage = db.prepare(
    "INSERT INTO messages (uuid, run_id, effect_id, at) SELECT ?, run_id, id, ? FROM effects WHERE id = ? AND kind = 'send_message' ON CONFLICT DO NOTHING",
  );
  const wiper = createWiper(db);
  return {
    holds: (id, from, fence) => {
      const row = current.get(id);
      return row !== undefined && from.includes(row.state) && (fence === undefined || row.fence === fence);
    },
    change: (id, to, at) => {
      set.run({
        id,
        state: to.state,
        result: to.result ? JSON.stringify(to.result) : null,
        endedAt: OVER.has(to.state) ? at : null,
        dueAt: to.dueAt ?? null,
        reportAt: to.reportAt ?? null,
        reported: to.reported ? 1 : 0,
        resolvedBy: to.resolvedBy ?? null,
      });
      // One that was not accepted is listed under our own id.
      if (to.messageUuid ?? to.state === "failed") addMessage.run(to.messageUuid ?? id, at, id);
      if (OVER.has(to.state)) wiper.effectEnded(id);
    },
  };
}

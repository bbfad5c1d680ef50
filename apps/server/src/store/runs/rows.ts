import { type Effect, type EffectResult, type EffectState, type RunStatus } from "@cordboard/contract";
import type { ClaimedEffect, InboxRow, StoredEffect } from "../run-store.ts";

/** States in which nothing is asked of anybody any more. */
export const OVER: ReadonlySet<EffectState> = new Set(["done", "failed", "cancelled"]);

/** Rows as both engines give them, and what they mean. The casts from stored JSON live here. */
export interface EffectRow {
  run_id: string;
  id: string;
  token: string;
  node_id: string;
  step: number;
  effect: string;
  state: EffectState;
  attempts: number;
  fence: number;
  lease_until: number;
  due_at: number;
  created_at: number;
  begun_at: number | null;
  ended_at: number | null;
  result: string | null;
  /** Of one that outlives its run (JSON). */
  secrets: string | null;
  report_at: number | null;
  reported: number;
  resolved_by: string | null;
  test: number;
  live: number | null;
}

/** An effect with whether its run still has a live leg. The table goes by the name `effects`. */
export const EFFECT_COLUMNS = `run_id, id, token, node_id, step, effect, state, attempts, fence, lease_until, due_at, created_at, begun_at, ended_at,
  result, secrets, report_at, reported, resolved_by, test, (SELECT live_legs FROM runs WHERE runs.id = effects.run_id) AS live`;

export function toEffect(row: EffectRow): StoredEffect {
  return {
    id: row.id,
    runId: row.run_id,
    token: row.token,
    nodeId: row.node_id,
    step: row.step,
    effect: parseStored<Effect>(row.effect),
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    begunAt: row.begun_at,
    endedAt: row.ended_at,
    result: row.result === null ? null : parseStored<EffectResult>(row.result),
    reportAt: row.report_at,
    reported: row.reported === 1,
    resolvedBy: row.resolved_by,
    test: row.test === 1,
    live: (row.live ?? 0) > 0,
    fence: row.fence,
    ...(row.secrets !== null && { secrets: parseStored<string[]>(row.secrets) }),
  };
}

export const toClaimed = (row: EffectRow): ClaimedEffect => ({ ...toEffect(row), leaseUntil: row.lease_until });

export interface InboxDbRow {
  key: string;
  run_id: string;
  call_uuid: string | null;
  digest: string;
  at: number;
  reply: string | null;
}
export const INBOX_COLUMNS = "key, run_id, call_uuid, digest, at, reply";

export function toInbox(row: InboxDbRow): InboxRow {
  return { key: row.key, runId: row.run_id, callUuid: row.call_uuid, digest: row.digest, at: row.at, reply: row.reply };
}

/** JSON that this program wrote itself. */
export function parseStored<T>(text: string): T {
  return JSON.parse(text) as T;
}

const STATUSES: ReadonlySet<string> = new Set<RunStatus>(["running", "completed", "failed", "stopped"]);
export const isRunStatus = (text: string): text is RunStatus => STATUSES.has(text);

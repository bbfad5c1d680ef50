import { CodedError, type Effect, type EffectResult, type EffectState, type Json, type RunState } from "@cordboard/contract";
import type { ClaimedEffect, InboxRow, StoredEffect } from "../run-store.ts";

/** Rows as SQLite gives them, and what they mean. The casts from stored JSON live here. */
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
  report_at: number | null;
  reported: number;
  resolved_by: string | null;
  test: number;
  live: number;
}

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
    live: row.live > 0,
  };
}

export const toClaimed = (row: EffectRow): ClaimedEffect => ({ ...toEffect(row), fence: row.fence, leaseUntil: row.lease_until });

export interface InboxDbRow {
  key: string;
  run_id: string;
  call_uuid: string | null;
  digest: string;
  at: number;
  reply: string | null;
}

export function toInbox(row: InboxDbRow): InboxRow {
  return { key: row.key, runId: row.run_id, callUuid: row.call_uuid, digest: row.digest, at: row.at, reply: row.reply };
}

/** JSON that this program wrote itself. */
export function parseStored<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** What the runs list can be searched by. */
export function searchText(run: RunState): string {
  const parts = [
    run.id,
    run.flowName,
    run.number,
    run.contact.number,
    run.reason?.code,
    ...run.legs.map((l) => l.callUuid),
    ...run.messages,
  ];
  return parts.filter(Boolean).join(" ").toLowerCase();
}

export const encodeCursor = (at: number, id: string): string => Buffer.from(JSON.stringify([at, id])).toString("base64url");

/** Errors: `bad_cursor`. */
export function decodeCursor(cursor: string): { at: number; id: string } {
  try {
    const value = parseStored<Json>(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "string") return { at: value[0], id: value[1] };
  } catch {
    // not ours: refused below
  }
  throw new CodedError("bad_cursor", "This cursor is not one of ours; start the list again without it.");
}

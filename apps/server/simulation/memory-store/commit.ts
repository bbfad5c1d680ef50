import type { CommitItem, CommitOutcome, Guard } from "../../src/store/run-store.ts";
import { textOf } from "../../src/store/runs/run-rows.ts";
import { changeEffect, effectHolds, type Tables, timerKey } from "./rows.ts";

/** One item of a batch, all or nothing, by the rules of RunWriter.commit. */
export function commitItem(tables: Tables, item: CommitItem, at: number): CommitOutcome {
  const { advance, inbox, nonce, guard, runId } = item;
  const taken = inbox && tables.inbox.get(inbox.key);
  if (taken) return { kind: "duplicate", row: { ...taken } };
  const seen = nonce && tables.nonces.get(nonce.value);
  if (seen && seen.digest !== nonce.digest) return { kind: "nonce_reused" };
  if (guard && !holds(tables, runId, guard)) return { kind: "stale" };
  const before = tables.runs.get(runId);
  if ((before?.version ?? 0) !== item.expectedVersion) return { kind: "conflict" };

  const { run } = advance;
  const version = item.expectedVersion + 1;
  tables.runs.set(runId, {
    id: runId,
    version,
    state: run,
    flowId: run.flowId,
    contact: run.contact.number,
    running: run.status === "running",
    test: run.test,
    startedAt: run.startedAt,
    liveLegs: run.legs.filter((leg) => leg.endedAt === null && !run.lent?.[leg.callUuid]).length,
  });
  if (nonce && !seen) tables.nonces.set(nonce.value, { digest: nonce.digest, at });
  if (guard?.kind === "timer") tables.timers.delete(timerKey(runId, guard.timerId));
  if (guard?.kind === "effect") changeEffect(tables, guard.effectId, guard.to, at);
  if (inbox) {
    const { key, digest, callUuid, reply } = inbox;
    tables.inbox.set(key, { key, runId, callUuid, digest, at, reply });
  }
  writeParts(tables, item, at);
  for (const { callUuid, body } of item.replies) {
    for (const row of tables.inbox.values()) if (row.callUuid === callUuid && row.reply === null) row.reply = body;
    const leg = tables.legs.get(callUuid);
    if (leg?.runId === runId) leg.lastReply = body;
  }
  if (run.status !== "running") for (const [key, timer] of tables.timers) if (timer.runId === runId) tables.timers.delete(key);
  return { kind: "committed", version };
}

function holds(tables: Tables, runId: string, guard: Guard): boolean {
  if (guard.kind === "owed") return tables.inbox.get(guard.key)?.reply === null;
  if (guard.kind === "timer") return tables.timers.has(timerKey(runId, guard.timerId));
  return effectHolds(tables, guard.effectId, guard.from, guard.fence);
}

function writeParts(tables: Tables, { runId, advance, event, log }: CommitItem, at: number): void {
  push(tables.events, runId, event);
  for (const entry of advance.journal) push(tables.journal, runId, entry);
  for (const item of log) push(tables.log, runId, { ...item, at, seq: (tables.log.get(runId)?.length ?? 0) + 1 });
  for (const token of advance.tokens) tables.tokens.set(token, { runId, effectId: null });
  for (const { effect, token, nodeId, step } of advance.effects) {
    const { id } = effect;
    const { test } = advance.run;
    const fresh = { state: "pending", attempts: 0, begunAt: null, endedAt: null, result: null, reportAt: null, reported: false } as const;
    const stored = {
      ...fresh,
      id,
      runId,
      token,
      nodeId,
      step,
      effect,
      dueAt: at,
      createdAt: at,
      resolvedBy: null,
      test,
    };
    tables.effects.set(id, { stored, fence: 0, owner: null, leaseUntil: 0 });
    tables.tokens.set(token, { runId, effectId: id });
  }
  for (const id of advance.timers.cancel) tables.timers.delete(timerKey(runId, id));
  for (const { id, dueAt } of advance.timers.set)
    tables.timers.set(timerKey(runId, id), { runId, timerId: id, dueAt, owner: null, leaseUntil: 0 });
  for (const leg of advance.legs) {
    const known = tables.legs.get(leg.callUuid);
    // Only the run that takes a call changes whose it is.
    if (known && known.runId !== runId && !advance.taken?.includes(leg.callUuid)) continue;
    tables.legs.set(leg.callUuid, { runId, leg, lastReply: known?.lastReply ?? null });
  }
  const message = textOf(event);
  if (message && !tables.messages.get(message.uuid)?.effectId) tables.messages.set(message.uuid, { runId, effectId: null });
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

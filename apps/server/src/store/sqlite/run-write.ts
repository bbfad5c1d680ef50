import type { RunEvent, RunState } from "@cordboard/contract";
import type Database from "better-sqlite3";
import type { CommitItem, CommitOutcome, Guard, LoadedRun, NewCarrierItem, RunChange, RunWriter } from "../run-store.ts";
import { createEffectChanger } from "./effect-change.ts";
import { createWiper } from "./wipe.ts";
import { type InboxDbRow, parseStored, searchText, toInbox } from "./rows.ts";

/*
 * One commit item, inside the batch's transaction. Everything that can refuse it is looked at before anything is written:
 *
 *   inbox key taken ─► duplicate      nonce with another digest ─► nonce_reused      guard gone ─► stale
 *   row version moved ─► conflict     else: run, journal, effects, timers, tokens, legs, replies, carrier log
 */
export function createWriter(db: Database.Database, now: () => number, told: (change: RunChange) => void): RunWriter {
  const q = statements(db);
  const effects = createEffectChanger(db);
  const wiper = createWiper(db);

  const guardHolds = (runId: string, guard: Guard): boolean => {
    if (guard.kind === "owed") return q.inboxRow.get(guard.key)?.reply === null;
    if (guard.kind === "timer") return q.timer.get(runId, guard.timerId) !== undefined;
    return effects.holds(guard.effectId, guard.from, guard.fence);
  };

  const apply = (item: CommitItem, at: number): CommitOutcome => {
    const { advance, inbox, nonce, guard, runId } = item;
    const taken = inbox && q.inboxRow.get(inbox.key);
    if (taken) return { kind: "duplicate", row: toInbox(taken) };
    const seen = nonce && q.nonce.get(nonce.value);
    if (seen && seen.digest !== nonce.digest) return { kind: "nonce_reused" };
    if (guard && !guardHolds(runId, guard)) return { kind: "stale" };
    if (!writeRun(q, item)) return { kind: "conflict" };

    if (nonce && !seen) q.addNonce.run(nonce.value, nonce.digest, at);
    if (guard?.kind === "timer") q.dropTimer.run(runId, guard.timerId);
    if (guard?.kind === "effect") effects.change(guard.effectId, guard.to, at);
    if (inbox) q.addInbox.run(inbox.key, runId, inbox.callUuid, inbox.digest, at, inbox.reply);
    writeParts(q, item, at);
    addLog(q, runId, item.log, at);
    const secret = item.secrets.length > 0;
    if (secret && inbox) wiper.noteReply(runId, inbox.key);
    for (const { callUuid, body } of item.replies) {
      if (secret) wiper.noteOwed(callUuid);
      q.fillReplies.run(body, callUuid);
      q.lastReply.run(body, callUuid);
    }
    if (advance.run.status !== "running") {
      q.dropTimers.run(runId);
      if (secret) wiper.runEnded(advance.run, item.secrets);
    }
    return { kind: "committed", version: item.expectedVersion + 1 };
  };

  const batch = db.transaction((items: CommitItem[]) => {
    const at = now();
    return items.map((item) => apply(item, at));
  });

  /** A poisoned item must not fail its neighbours: each goes alone, and only the bad one answers an Error. */
  const oneByOne = (items: CommitItem[]): (CommitOutcome | Error)[] =>
    items.map((item) => {
      try {
        return batch.immediate([item])[0] ?? { kind: "conflict" };
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    });

  const write = (items: CommitItem[]): (CommitOutcome | Error)[] => {
    try {
      return batch.immediate(items);
    } catch {
      return oneByOne(items);
    }
  };

  return {
    load: async ({ runIds, inboxKeys }) => {
      const runs = new Map<string, LoadedRun>();
      for (const id of runIds) {
        const row = q.run.get(id);
        if (row) runs.set(id, { state: parseStored<RunState>(row.state), version: row.row_version });
      }
      const inbox = new Map(
        inboxKeys.flatMap((key) => {
          const row = q.inboxRow.get(key);
          return row ? [[key, toInbox(row)] as const] : [];
        }),
      );
      return { now: now(), runs, inbox };
    },
    commit: async (items) => {
      const outcomes = write(items);
      items.forEach((item, i) => {
        const outcome = outcomes[i];
        if (outcome && !(outcome instanceof Error) && outcome.kind === "committed") told(changeOf(item));
      });
      return outcomes;
    },
    inboxRow: async (key) => {
      const row = q.inboxRow.get(key);
      return row ? toInbox(row) : null;
    },
    setReply: async (key, body) => {
      q.fillReply.run(body, key);
      return q.inboxRow.get(key)?.reply ?? null;
    },
    rememberNonce: async (value, digest) => {
      q.addNonce.run(value, digest, now());
      return q.nonce.get(value)?.digest === digest;
    },
    appendLog: async (runId, items) => db.transaction(() => addLog(q, runId, items, now())).immediate(),
    dueTimers: async (limit) => q.dueTimers.all(now(), limit).map((r) => ({ runId: r.run_id, timerId: r.id, dueAt: r.due_at })),
    nextTimer: async () => q.nextTimer.get()?.due_at ?? null,
    dropTimer: async (runId, timerId) => void q.dropTimer.run(runId, timerId),
  };
}

function changeOf({ advance: { run } }: CommitItem): RunChange {
  return { runId: run.id, flowId: run.flowId, test: run.test, seq: run.seq, status: run.status };
}

function writeRun(q: Statements, { runId, expectedVersion, advance: { run } }: CommitItem): boolean {
  const live = run.legs.filter((l) => l.endedAt === null).length;
  const mutable = [run.status, run.number, run.contact.number, run.endedAt, live, searchText(run), JSON.stringify(run)];
  if (expectedVersion > 0) return q.updateRun.run(...mutable, runId, expectedVersion).changes === 1;
  return q.addRun.run(...mutable, runId, run.flowId, run.test ? 1 : 0, run.batchId, run.startedAt).changes === 1;
}

function writeParts(q: Statements, { runId, advance, event, expectedVersion }: CommitItem, at: number): void {
  q.addEvent.run(runId, expectedVersion + 1, JSON.stringify(event));
  for (const entry of advance.journal) q.addJournal.run(runId, entry.seq, JSON.stringify(entry));
  for (const token of advance.tokens) q.addToken.run(token, runId, null);
  for (const { effect, token, nodeId, step } of advance.effects) {
    q.addEffect.run(runId, effect.id, token, nodeId, step, effect.kind, JSON.stringify(effect), at, at, advance.run.test ? 1 : 0);
    q.addToken.run(token, runId, effect.id);
  }
  for (const id of advance.timers.cancel) q.dropTimer.run(runId, id);
  for (const { id, dueAt } of advance.timers.set) q.addTimer.run(runId, id, dueAt);
  for (const leg of advance.legs)
    q.addLeg.run(leg.callUuid, runId, JSON.stringify(leg), leg.endedAt === null ? 0 : 1, Date.parse(leg.startedAt) || at);
  writeHistory(q, runId, event, at);
}

/** What lists over all runs show: texts that came in, what became of ours, recordings. */
function writeHistory(q: Statements, runId: string, event: RunEvent, at: number): void {
  if (event.type === "started" && event.trigger.kind === "message") q.addMessage.run(event.trigger.message.uuid, runId, at);
  if (event.type === "effect" && event.event.type === "message_status") {
    const { status, errorCode, messageUuid } = event.event;
    q.messageStatus.run(status, errorCode || null, messageUuid);
  }
  if (event.type === "step" && event.event?.type === "recording") {
    const { id, url, durationSeconds } = event.event;
    q.addRecording.run(id, runId, event.callUuid || null, url, durationSeconds, at);
  }
}

function addLog(q: Statements, runId: string, items: NewCarrierItem[], at: number): void {
  if (items.length === 0) return;
  let seq = q.lastLog.get(runId)?.seq ?? 0;
  for (const item of items) q.addLog.run(runId, ++seq, JSON.stringify({ ...item, at }));
}

type Statements = ReturnType<typeof statements>;
function statements(db: Database.Database) {
  return {
    run: db.prepare<[string], { state: string; row_version: number }>("SELECT state, row_version FROM runs WHERE id = ?"),
    updateRun: db.prepare(
      "UPDATE runs SET status = ?, number = ?, contact = ?, ended_at = ?, live_legs = ?, search = ?, state = ?, row_version = row_version + 1 WHERE id = ? AND row_version = ?",
    ),
    addRun: db.prepare(
      `INSERT INTO runs (status, number, contact, ended_at, live_legs, search, state, id, flow_id, test, batch_id, started_at, row_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
    ),
    addJournal: db.prepare("INSERT INTO journal (run_id, seq, entry) VALUES (?, ?, ?)"),
    addEvent: db.prepare("INSERT INTO events (run_id, version, event) VALUES (?, ?, ?)"),
    addToken: db.prepare("INSERT INTO tokens (token, run_id, effect_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    addEffect: db.prepare(
      `INSERT INTO effects (run_id, id, token, node_id, step, kind, effect, state, attempts, fence, lease_until, due_at, created_at, reported, test)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, ?, ?, 0, ?)`,
    ),
    timer: db.prepare<[string, string], { due_at: number }>("SELECT due_at FROM timers WHERE run_id = ? AND id = ?"),
    addTimer: db.prepare("INSERT OR REPLACE INTO timers (run_id, id, due_at) VALUES (?, ?, ?)"),
    dropTimer: db.prepare("DELETE FROM timers WHERE run_id = ? AND id = ?"),
    dropTimers: db.prepare("DELETE FROM timers WHERE run_id = ?"),
    dueTimers: db.prepare<[number, number], { run_id: string; id: string; due_at: number }>(
      "SELECT run_id, id, due_at FROM timers WHERE due_at <= ? ORDER BY due_at LIMIT ?",
    ),
    nextTimer: db.prepare<[], { due_at: number }>("SELECT due_at FROM timers ORDER BY due_at LIMIT 1"),
    addLeg: db.prepare(
      `INSERT INTO legs (call_uuid, run_id, leg, ended, started_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (call_uuid) DO UPDATE SET run_id = excluded.run_id, leg = excluded.leg, ended = excluded.ended`,
    ),
    addMessage: db.prepare("INSERT INTO messages (uuid, run_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    // Reports may overtake each other: a final state stays.
    messageStatus: db.prepare(
      "UPDATE messages SET status = ?, error_code = ? WHERE uuid = ? AND (status IS NULL OR status IN ('queued', 'sent', 'delivered'))",
    ),
    addRecording: db.prepare(
      `INSERT INTO recordings (id, run_id, call_uuid, url, duration_seconds, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET url = excluded.url, duration_seconds = max(duration_seconds, excluded.duration_seconds)`,
    ),
    inboxRow: db.prepare<[string], InboxDbRow>("SELECT * FROM inbox WHERE key = ?"),
    addInbox: db.prepare("INSERT INTO inbox (key, run_id, call_uuid, digest, at, reply) VALUES (?, ?, ?, ?, ?, ?)"),
    fillReply: db.prepare("UPDATE inbox SET reply = ? WHERE key = ? AND reply IS NULL"),
    fillReplies: db.prepare("UPDATE inbox SET reply = ? WHERE call_uuid = ? AND reply IS NULL"),
    lastReply: db.prepare("UPDATE legs SET last_reply = ? WHERE call_uuid = ?"),
    nonce: db.prepare<[string], { digest: string }>("SELECT digest FROM nonces WHERE nonce = ?"),
    addNonce: db.prepare("INSERT INTO nonces (nonce, digest, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    lastLog: db.prepare<[string], { seq: number | null }>("SELECT max(seq) AS seq FROM carrier_log WHERE run_id = ?"),
    addLog: db.prepare("INSERT INTO carrier_log (run_id, seq, item) VALUES (?, ?, ?)"),
  };
}

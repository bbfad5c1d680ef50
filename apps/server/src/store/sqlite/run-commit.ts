import type Database from "better-sqlite3";
import { type InboxDbRow, toInbox } from "../runs/rows.ts";
import type { CommitVerdict, RunRows } from "../runs/run-rows.ts";

/*
 * One batch of commit items, inside a transaction; all of them at `at`. An item that is refused leaves nothing behind:
 *
 *   inbox key taken ─► its row      nonce with another digest ─► nonce_reused      guard gone ─► stale
 *   row version moved ─► conflict     else: run, commit, effects, timers, tokens, legs, replies
 */
export type RunCommit = (at: number) => (item: RunRows) => CommitVerdict;

export function createRunCommit(db: Database.Database): RunCommit {
  const q = statements(db);
  const guardHolds = ({ runId, guard }: RunRows): boolean => {
    if (guard === null) return true;
    if (guard.kind === "owed") return q.inboxRow.get(guard.key)?.reply === null;
    if (guard.kind === "timer") return q.timer.get(runId, guard.timerId) !== undefined;
    const row = q.effect.get(guard.effectId);
    return row !== undefined && guard.from.some((state) => state === row.state) && (guard.fence ?? row.fence) === row.fence;
  };

  const commit = (item: RunRows, at: number, owed: boolean): CommitVerdict => {
    const { runId, inbox, nonce } = item;
    // One step in place of a look and a step: most keys and nonces are new, and nearly every item is committed.
    if (inbox && q.addInbox.run(inbox.key, runId, inbox.callUuid, inbox.digest, at, inbox.reply).changes === 0)
      return takenBy(q, inbox.key);
    const added = nonce !== null && q.addNonce.run(nonce.value, nonce.digest, at).changes === 1;
    const reused = nonce !== null && !added && q.nonce.get(nonce.value)?.digest !== nonce.digest;
    const refused = reused ? "nonce_reused" : !guardHolds(item) ? "stale" : !writeRun(q, item) ? "conflict" : null;
    if (refused) {
      if (inbox) q.dropInbox.run(inbox.key);
      if (added) q.dropNonce.run(nonce.value);
      return refused;
    }
    writeChange(q, item, at);
    writeParts(q, item, at);
    writeReplies(q, item, owed);
    writeHistory(q, item, at);
    return "committed";
  };
  return (at) => {
    // Mostly no run owes an answer, and then no item looks for one to fill in.
    let owed = q.anyOwed.get() !== undefined;
    return (item) => {
      owed ||= item.inbox?.reply === null;
      return commit(item, at, owed);
    };
  };
}

function takenBy(q: Statements, key: string): CommitVerdict {
  const row = q.inboxRow.get(key);
  if (!row) throw new Error("An inbox key is taken and not there.");
  return toInbox(row);
}

function writeRun(q: Statements, item: RunRows): boolean {
  const { runId, expected, status, number, contact, endedAt, liveLegs, search, state } = item;
  const columns = [status, number, contact, endedAt, liveLegs, search, state];
  if (expected === 0) return q.addRun.run(...columns, runId, item.flowId, item.test, item.batchId, item.startedAt).changes === 1;
  // SQLite writes every index whose column is named, changed or not; most events change none.
  if (q.updateState.run(liveLegs, state, runId, expected, status, number, contact, endedAt, search).changes === 1) return true;
  return q.updateRun.run(...columns, runId, expected).changes === 1;
}

function writeChange(q: Statements, { guard, change }: RunRows, at: number): void {
  if (guard?.kind !== "effect" || change === null) return;
  const { state, result, endedAt, dueAt, reportAt, reported, resolvedBy, addMessage } = change;
  q.changeEffect.run(state, result, endedAt, dueAt, reportAt, reported, resolvedBy, guard.effectId);
  if (addMessage !== null) q.addSent.run(addMessage, at, guard.effectId);
}

function writeParts(q: Statements, item: RunRows, at: number): void {
  const { runId } = item;
  q.addEntry.run(runId, item.seq, item.expected + 1, item.entry);
  for (const [token, effectId] of item.tokens) q.addToken.run(token, runId, effectId);
  for (const { id, token, nodeId, step, kind, effect, contact } of item.effects)
    q.addEffect.run(runId, id, token, nodeId, step, kind, effect, contact, at, at, item.test);
  for (const id of item.dropTimers) q.dropTimer.run(runId, id);
  for (const [id, dueAt] of item.setTimers) q.setTimer.run(runId, id, dueAt);
  if (item.over) q.dropTimers.run(runId);
  if (item.hearings) {
    q.dropHearings.run(runId);
    for (const { contact, number, purpose, words, since } of item.hearings)
      q.addHearing.run(contact, number, runId, purpose, words, since, item.test);
  }
  for (const { callUuid, leg, ended, startedAt, lastReply, taken } of item.legs)
    q.putLeg.run(callUuid, runId, leg, ended, startedAt, lastReply, taken);
}

function writeReplies(q: Statements, { runId, inbox, replies, heard, secret }: RunRows, owed: boolean): void {
  if (secret && inbox) q.noteReply.run(runId, inbox.key);
  for (const [callUuid, body] of owed ? replies : []) {
    if (secret) q.noteOwed.run(callUuid);
    q.fillReplies.run(body, callUuid);
  }
  for (const [callUuid, body] of heard) q.lastReply.run(body, callUuid, runId);
}

function writeHistory(q: Statements, { runId, message, messageStatus, recording }: RunRows, at: number): void {
  if (message !== null) q.addMessage.run(message.uuid, runId, at, message.body, message.contact);
  if (messageStatus) q.messageStatus.run(messageStatus.status, messageStatus.errorCode, messageStatus.uuid);
  if (recording) q.addRecording.run(recording.id, runId, recording.callUuid, recording.url, recording.durationSeconds, at);
}

type Statements = ReturnType<typeof statements>;
function statements(db: Database.Database) {
  return {
    updateState: db.prepare(
      `UPDATE runs SET live_legs = ?, state = ?, row_version = row_version + 1
       WHERE id = ? AND row_version = ? AND status = ? AND number IS ? AND contact IS ? AND ended_at IS ? AND search = ?`,
    ),
    updateRun: db.prepare(
      "UPDATE runs SET status = ?, number = ?, contact = ?, ended_at = ?, live_legs = ?, search = ?, state = ?, row_version = row_version + 1 WHERE id = ? AND row_version = ?",
    ),
    addRun: db.prepare(
      `INSERT INTO runs (status, number, contact, ended_at, live_legs, search, state, id, flow_id, test, batch_id, started_at, row_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
    ),
    addEntry: db.prepare("INSERT INTO commits (run_id, seq, version, part, entry) VALUES (?, ?, ?, 0, ?)"),
    addToken: db.prepare("INSERT INTO tokens (token, run_id, effect_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    effect: db.prepare<[string], { state: string; fence: number }>("SELECT state, fence FROM effects WHERE id = ?"),
    addEffect: db.prepare(
      `INSERT INTO effects (run_id, id, token, node_id, step, kind, effect, contact, state, attempts, fence, lease_until, due_at, created_at, reported, test)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, ?, ?, 0, ?)`,
    ),
    changeEffect: db.prepare(
      `UPDATE effects SET state = ?, result = ?, ended_at = ?, lease_until = 0, owner = NULL, due_at = coalesce(?, due_at), report_at = ?,
         reported = max(reported, ?), resolved_by = coalesce(?, resolved_by) WHERE id = ?`,
    ),
    addSent: db.prepare(
      "INSERT INTO messages (uuid, run_id, effect_id, at, contact) SELECT ?, run_id, id, ?, contact FROM effects WHERE id = ? AND kind = 'send_message' ON CONFLICT DO NOTHING",
    ),
    timer: db.prepare<[string, string], { due_at: number }>("SELECT due_at FROM timers WHERE run_id = ? AND id = ?"),
    setTimer: db.prepare(
      `INSERT INTO timers (run_id, id, due_at, lease_until) VALUES (?, ?, ?, 0)
       ON CONFLICT (run_id, id) DO UPDATE SET due_at = excluded.due_at, owner = NULL, lease_until = 0`,
    ),
    dropTimer: db.prepare("DELETE FROM timers WHERE run_id = ? AND id = ?"),
    dropTimers: db.prepare("DELETE FROM timers WHERE run_id = ?"),
    dropHearings: db.prepare("DELETE FROM hearings WHERE run_id = ?"),
    addHearing: db.prepare(
      `INSERT INTO hearings (contact, number, run_id, purpose, words, since, test) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    putLeg: db.prepare(
      `INSERT INTO legs (call_uuid, run_id, leg, ended, started_at, last_reply) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (call_uuid) DO UPDATE SET run_id = excluded.run_id, leg = excluded.leg, ended = excluded.ended,
         last_reply = coalesce(excluded.last_reply, last_reply) WHERE legs.run_id = excluded.run_id OR ? = 1`,
    ),
    lastReply: db.prepare("UPDATE legs SET last_reply = ? WHERE call_uuid = ? AND run_id = ?"),
    addMessage: db.prepare(
      "INSERT INTO messages (uuid, run_id, at, body, contact) VALUES (?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET run_id = excluded.run_id WHERE messages.effect_id IS NULL",
    ),
    // Reports may overtake each other: a final state stays.
    messageStatus: db.prepare(
      "UPDATE messages SET status = ?, error_code = ? WHERE uuid = ? AND (status IS NULL OR status IN ('queued', 'sent', 'delivered'))",
    ),
    addRecording: db.prepare(
      `INSERT INTO recordings (id, run_id, call_uuid, url, duration_seconds, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET url = excluded.url,
         duration_seconds = coalesce(max(duration_seconds, excluded.duration_seconds), duration_seconds, excluded.duration_seconds)`,
    ),
    inboxRow: db.prepare<[string], InboxDbRow>("SELECT key, run_id, call_uuid, digest, at, reply FROM inbox WHERE key = ?"),
    addInbox: db.prepare("INSERT INTO inbox (key, run_id, call_uuid, digest, at, reply) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
    dropInbox: db.prepare("DELETE FROM inbox WHERE key = ?"),
    anyOwed: db.prepare("SELECT 1 FROM inbox WHERE reply IS NULL LIMIT 1"),
    fillReplies: db.prepare("UPDATE inbox SET reply = ? WHERE call_uuid = ? AND reply IS NULL"),
    nonce: db.prepare<[string], { digest: string }>("SELECT digest FROM nonces WHERE nonce = ?"),
    addNonce: db.prepare("INSERT INTO nonces (nonce, digest, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    dropNonce: db.prepare("DELETE FROM nonces WHERE nonce = ?"),
    noteReply: db.prepare("INSERT INTO secret_replies (run_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    noteOwed: db.prepare(
      "INSERT INTO secret_replies (run_id, key) SELECT run_id, key FROM inbox WHERE call_uuid = ? AND reply IS NULL ON CONFLICT DO NOTHING",
    ),
  };
}

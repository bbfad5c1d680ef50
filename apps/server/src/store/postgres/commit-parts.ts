import { changeLine } from "../runs/change-line.ts";
import type { HearingRow, RunRows } from "../runs/run-rows.ts";
import { type Batch, int8, NOW, type Placed, runId, text, WON } from "./batch.ts";

type Leg = RunRows["legs"][number];

/* What the winners of a batch write beside their runs. */

/** What every webhook has. */
export function addRecords(batch: Batch): void {
  batch.part(
    "add_inbox",
    batch.one((item) => item.inbox),
    {
      run_id: runId,
      key: text(({ row }) => row.key),
      call_uuid: text(({ row }) => row.callUuid),
      digest: text(({ row }) => row.digest),
      reply: text(({ row }) => row.reply),
    },
    (rows) =>
      `(INSERT INTO inbox (key, run_id, call_uuid, digest, at, reply)
       SELECT t.key, t.run_id, t.call_uuid, t.digest, ${NOW}, t.reply FROM ${rows} WHERE ${WON})`,
  );
  batch.part(
    "add_nonces",
    batch.one((item) => item.nonce),
    { nonce: text(({ row }) => row.value), digest: text(({ row }) => row.digest) },
    (rows) => `(INSERT INTO nonces (nonce, digest, at) SELECT t.nonce, t.digest, ${NOW} FROM ${rows} WHERE ${WON} ON CONFLICT DO NOTHING)`,
  );
  batch.part(
    "add_commits",
    batch.one((item) => item),
    {
      run_id: runId,
      seq: int8(({ row }) => row.seq),
      version: int8(({ row }) => row.expected + 1),
      entry: text(({ row }) => row.entry),
    },
    (rows) =>
      `(INSERT INTO commits (run_id, seq, version, part, entry) SELECT t.run_id, t.seq, t.version, 0, t.entry FROM ${rows} WHERE ${WON})`,
  );
  batch.part(
    "add_tokens",
    batch.each((item) => item.tokens),
    { run_id: runId, token: text(({ row: [token] }) => token), effect_id: text(({ row: [, effectId] }) => effectId) },
    (rows) =>
      `(INSERT INTO tokens (token, run_id, effect_id) SELECT t.token, t.run_id, t.effect_id FROM ${rows} WHERE ${WON} ON CONFLICT DO NOTHING)`,
  );
}

export function addTimers(batch: Batch): void {
  batch.part(
    "drop_timers",
    batch.each((item) => item.dropTimers),
    { run_id: runId, id: text(({ row }) => row) },
    (rows) => `(DELETE FROM timers USING ${rows} WHERE timers.run_id = t.run_id AND timers.id = t.id AND ${WON})`,
  );
  batch.part(
    "drop_all_timers",
    batch.one((item) => (item.over ? item : null)),
    { run_id: runId },
    (rows) => `(DELETE FROM timers USING ${rows} WHERE timers.run_id = t.run_id AND ${WON})`,
  );
  batch.part(
    "set_timers",
    batch.each((item) => item.setTimers),
    { run_id: runId, id: text(({ row: [id] }) => id), due_at: int8(({ row: [, dueAt] }) => dueAt) },
    (rows) =>
      `(INSERT INTO timers (run_id, id, due_at, lease_until) SELECT t.run_id, t.id, t.due_at, 0 FROM ${rows} WHERE ${WON}
       ON CONFLICT (run_id, id) DO UPDATE SET due_at = excluded.due_at, owner = NULL, lease_until = 0)`,
  );
}

/** Effects, and what lists of messages and recordings show. */
export function addEffects(batch: Batch): void {
  batch.part(
    "add_effects",
    batch.each((item) => item.effects),
    {
      run_id: runId,
      id: text(({ row }) => row.id),
      token: text(({ row }) => row.token),
      node_id: text(({ row }) => row.nodeId),
      step: int8(({ row }) => row.step),
      kind: text(({ row }) => row.kind),
      effect: text(({ row }) => row.effect),
      contact: text(({ row }) => row.contact),
      test: int8(({ item }) => item.test),
    },
    (rows) =>
      `(INSERT INTO effects (run_id, id, token, node_id, step, kind, effect, contact, state, attempts, fence, lease_until, due_at, created_at, reported, test)
       SELECT t.run_id, t.id, t.token, t.node_id, t.step, t.kind, t.effect, t.contact, 'pending', 0, 0, 0, ${NOW}, ${NOW}, 0, t.test FROM ${rows} WHERE ${WON})`,
  );
  batch.part(
    "change_effects",
    batch.one((item) => (item.guard?.kind === "effect" && item.change ? { id: item.guard.effectId, ...item.change } : null)),
    {
      id: text(({ row }) => row.id),
      state: text(({ row }) => row.state),
      result: text(({ row }) => row.result),
      ended_at: int8(({ row }) => row.endedAt),
      due_at: int8(({ row }) => row.dueAt),
      report_at: int8(({ row }) => row.reportAt),
      reported: int8(({ row }) => row.reported),
      resolved_by: text(({ row }) => row.resolvedBy),
      add_message: text(({ row }) => row.addMessage),
    },
    (rows) =>
      `(UPDATE effects SET state = t.state, result = t.result, ended_at = t.ended_at, lease_until = 0, owner = NULL,
         due_at = coalesce(t.due_at, effects.due_at), report_at = t.report_at, reported = greatest(effects.reported, t.reported),
         resolved_by = coalesce(t.resolved_by, effects.resolved_by)
       FROM ${rows} WHERE effects.id = t.id AND ${WON} RETURNING effects.id, effects.run_id, effects.kind, effects.contact, t.add_message)`,
  );
  batch.with(
    "add_sent",
    `(INSERT INTO messages (uuid, run_id, effect_id, at, contact) SELECT add_message, run_id, id, ${NOW}, contact FROM change_effects
     WHERE kind = 'send_message' AND add_message IS NOT NULL ON CONFLICT DO NOTHING)`,
  );
  batch.part(
    "add_messages",
    batch.one((item) => item.message),
    { run_id: runId, uuid: text(({ row }) => row.uuid), body: text(({ row }) => row.body), contact: text(({ row }) => row.contact) },
    (rows) =>
      // A text that one run had kept for itself is another's when it is told to it.
      `(INSERT INTO messages (uuid, run_id, at, body, contact) SELECT t.uuid, t.run_id, ${NOW}, t.body, t.contact FROM ${rows} WHERE ${WON}
       ON CONFLICT (uuid) DO UPDATE SET run_id = excluded.run_id WHERE messages.effect_id IS NULL)`,
  );
  batch.part(
    "set_statuses",
    batch.one((item) => item.messageStatus),
    { uuid: text(({ row }) => row.uuid), status: text(({ row }) => row.status), error_code: text(({ row }) => row.errorCode) },
    // Reports may overtake each other: a final state stays.
    (rows) =>
      `(UPDATE messages SET status = t.status, error_code = t.error_code FROM ${rows}
       WHERE messages.uuid = t.uuid AND (messages.status IS NULL OR messages.status IN ('queued', 'sent', 'delivered')) AND ${WON})`,
  );
  batch.part(
    "add_recordings",
    batch.one((item) => item.recording),
    {
      run_id: runId,
      id: text(({ row }) => row.id),
      call_uuid: text(({ row }) => row.callUuid),
      url: text(({ row }) => row.url),
      seconds: text(({ row }) => (row.durationSeconds === null ? null : String(row.durationSeconds))),
    },
    (rows) =>
      `(INSERT INTO recordings (id, run_id, call_uuid, url, duration_seconds, at)
       SELECT t.id, t.run_id, t.call_uuid, t.url, t.seconds::float8, ${NOW} FROM ${rows} WHERE ${WON}
       ON CONFLICT (id) DO UPDATE SET url = excluded.url,
         duration_seconds = greatest(recordings.duration_seconds, excluded.duration_seconds))`,
  );
}

/** What a run listens to: the rows that go and those that come are never the same, because neither part sees the other's. */
export function addHearings(batch: Batch): void {
  const keyOf = ({ contact, number, purpose }: HearingRow): string => `${contact} ${number} ${purpose}`;
  batch.part(
    "drop_hearings",
    batch.one((item) => item.hearings),
    { run_id: runId, kept: text(({ row }) => `,${row.map(keyOf).join(",")},`) },
    (rows) =>
      `(DELETE FROM hearings USING ${rows} WHERE hearings.run_id = t.run_id AND ${WON}
         AND strpos(t.kept, ',' || hearings.contact || ' ' || hearings.number || ' ' || hearings.purpose || ',') = 0)`,
  );
  batch.part(
    "put_hearings",
    batch.each((item) => distinct(item.hearings ?? [], keyOf)),
    {
      run_id: runId,
      contact: text(({ row }) => row.contact),
      number: text(({ row }) => row.number),
      purpose: text(({ row }) => row.purpose),
      words: text(({ row }) => row.words),
      since: int8(({ row }) => row.since),
      test: int8(({ item }) => item.test),
    },
    (rows) =>
      `(INSERT INTO hearings (contact, number, run_id, purpose, words, since, test)
       SELECT t.contact, t.number, t.run_id, t.purpose, t.words, t.since, t.test FROM ${rows} WHERE ${WON}
       ON CONFLICT (contact, number, run_id, purpose) DO UPDATE SET words = excluded.words, since = excluded.since)`,
  );
}

const distinct = <Row>(rows: Row[], keyOf: (row: Row) => string): Row[] => [...new Map(rows.map((row) => [keyOf(row), row])).values()];

/** A leg is written by the run that has it, or that takes it: whoever had it before writes nothing in the same batch. */
export function addLegs(batch: Batch): void {
  const taken = new Set(batch.items.flatMap(({ legs }) => legs.filter((leg) => leg.taken === 1).map(({ callUuid }) => callUuid)));
  const columns = {
    run_id: runId,
    call_uuid: text<Leg>(({ row }) => row.callUuid),
    leg: text<Leg>(({ row }) => row.leg),
    ended: int8<Leg>(({ row }) => row.ended),
    started_at: int8<Leg>(({ row }) => row.startedAt),
    last_reply: text<Leg>(({ row }) => row.lastReply),
  };
  const put = (name: string, rows: Placed<Leg>[], where: string): void =>
    batch.part(
      name,
      rows,
      columns,
      (table) =>
        `(INSERT INTO legs (call_uuid, run_id, leg, ended, started_at, last_reply)
         SELECT t.call_uuid, t.run_id, t.leg, t.ended, t.started_at, t.last_reply FROM ${table} WHERE ${WON}
         ON CONFLICT (call_uuid) DO UPDATE SET run_id = excluded.run_id, leg = excluded.leg, ended = excluded.ended,
           last_reply = coalesce(excluded.last_reply, legs.last_reply)${where})`,
    );
  const written = (taking: number) =>
    batch.each((item) => item.legs.filter((leg) => leg.taken === taking && (taking === 1 || !taken.has(leg.callUuid))));
  put("put_legs", written(0), " WHERE legs.run_id = excluded.run_id");
  if (taken.size > 0) put("take_legs", written(1), "");
  const bodies = {
    call_uuid: text<[string, string]>(({ row: [callUuid] }) => callUuid),
    body: text<[string, string]>(({ row }) => row[1]),
  };
  batch.part(
    "fill_replies",
    batch.each((item) => item.replies),
    bodies,
    (rows) => `(UPDATE inbox SET reply = t.body FROM ${rows} WHERE inbox.call_uuid = t.call_uuid AND inbox.reply IS NULL AND ${WON})`,
  );
  batch.part(
    "set_heard",
    batch.each((item) => item.heard.filter(([callUuid]) => !taken.has(callUuid))),
    { run_id: runId, ...bodies },
    (rows) => `(UPDATE legs SET last_reply = t.body FROM ${rows} WHERE legs.call_uuid = t.call_uuid AND legs.run_id = t.run_id AND ${WON})`,
  );
}

/** Replies with sensitive values: the event's own, and those that its legs were owed. */
export function addWipeNotes(batch: Batch): void {
  batch.part(
    "note_replies",
    batch.one((item) => (item.secret ? item.inbox : null)),
    { run_id: runId, key: text(({ row }) => row.key) },
    (rows) => `(INSERT INTO secret_replies (run_id, key) SELECT t.run_id, t.key FROM ${rows} WHERE ${WON} ON CONFLICT DO NOTHING)`,
  );
  batch.part(
    "note_owed",
    batch.each((item) => (item.secret ? item.replies : [])),
    { call_uuid: text(({ row: [callUuid] }) => callUuid) },
    (rows) =>
      `(INSERT INTO secret_replies (run_id, key) SELECT inbox.run_id, inbox.key FROM ${rows}
       JOIN inbox ON inbox.call_uuid = t.call_uuid AND inbox.reply IS NULL WHERE ${WON} ON CONFLICT DO NOTHING)`,
  );
}

/** One row for all that was committed here: other replicas read it when they were not told. */
export function addFeed(batch: Batch, owner: string): void {
  batch.with("teller", "MATERIALIZED (SELECT CAST(? AS text) AS owner)", owner);
  batch.part(
    "add_changes",
    batch.one((item) => item),
    { change: text(({ row }) => changeLine(row)) },
    (rows) =>
      `(INSERT INTO changes (owner, at, body)
       SELECT (SELECT owner FROM teller), ${NOW}, string_agg(t.change, E'\\n') FROM ${rows} WHERE ${WON} HAVING count(*) > 0)`,
  );
}

import type { Migration } from "../migrations.ts";

/** Tables of runs, embedded engine. Keys begin with the run id; routing tables are keyed by what is looked up. */
export const RUN_MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    flow_id TEXT NOT NULL,
    status TEXT NOT NULL,
    test INTEGER NOT NULL,
    number TEXT,
    contact TEXT,
    batch_id TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    live_legs INTEGER NOT NULL,
    search TEXT NOT NULL,
    row_version INTEGER NOT NULL,
    state TEXT NOT NULL
  );
  CREATE INDEX runs_newest ON runs (started_at DESC, id DESC);
  CREATE INDEX runs_flow ON runs (flow_id, started_at DESC, id DESC);
  CREATE INDEX runs_contact ON runs (contact, started_at DESC, id DESC);
  CREATE INDEX runs_open ON runs (status, started_at DESC, id DESC) WHERE status = 'running';
  CREATE INDEX runs_batch ON runs (batch_id) WHERE batch_id IS NOT NULL;

  CREATE TABLE commits (
    run_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    part INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (run_id, seq, version, part)
  );

  CREATE TABLE inbox (
    key TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    call_uuid TEXT,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    reply TEXT
  );
  CREATE INDEX inbox_owed ON inbox (call_uuid, at) WHERE reply IS NULL;
  CREATE INDEX inbox_age ON inbox (at);

  CREATE TABLE timers (
    run_id TEXT NOT NULL,
    id TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
  ) WITHOUT ROWID;
  CREATE INDEX timers_due ON timers (due_at);
  CREATE INDEX timers_queued ON timers (run_id) WHERE id = 'queued';

  CREATE TABLE effects (
    run_id TEXT NOT NULL,
    id TEXT NOT NULL,
    token TEXT NOT NULL,
    node_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    effect TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    owner TEXT,
    lease_until INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    begun_at INTEGER,
    ended_at INTEGER,
    result TEXT,
    report_at INTEGER,
    reported INTEGER NOT NULL,
    resolved_by TEXT,
    test INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
  );
  CREATE UNIQUE INDEX effects_id ON effects (id);
  CREATE INDEX effects_due ON effects (due_at) WHERE state = 'pending';
  CREATE INDEX effects_begun ON effects (lease_until) WHERE state = 'begun';
  CREATE INDEX effects_report ON effects (report_at) WHERE state = 'uncertain' AND reported = 0;
  CREATE INDEX effects_kind ON effects (kind, created_at DESC, id DESC);
  CREATE INDEX effects_state ON effects (state, created_at DESC, id DESC);

  CREATE TABLE tokens (token TEXT PRIMARY KEY, run_id TEXT NOT NULL, effect_id TEXT) WITHOUT ROWID;

  CREATE TABLE legs (
    call_uuid TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    leg TEXT NOT NULL,
    ended INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    last_reply TEXT
  );
  CREATE INDEX legs_open ON legs (started_at) WHERE ended = 0;

  CREATE TABLE messages (
    uuid TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    effect_id TEXT,
    at INTEGER NOT NULL,
    status TEXT,
    error_code TEXT
  ) WITHOUT ROWID;
  CREATE INDEX messages_newest ON messages (at DESC, uuid DESC);

  CREATE TABLE recordings (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    call_uuid TEXT,
    url TEXT NOT NULL,
    duration_seconds REAL,
    at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX recordings_newest ON recordings (at DESC, id DESC);

  CREATE TABLE nonces (nonce TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX nonces_age ON nonces (at);

  CREATE TABLE opt_outs (
    number TEXT NOT NULL,
    contact TEXT NOT NULL,
    at INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (number, contact)
  ) WITHOUT ROWID;

  CREATE TABLE tries (token TEXT PRIMARY KEY, run_id TEXT NOT NULL, entry TEXT NOT NULL) WITHOUT ROWID;
  `,
  // Replies and effects that hold sensitive values: masked when their run, or a later effect of it, is over.
  `
  CREATE TABLE secret_replies (
    run_id TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (run_id, key)
  ) WITHOUT ROWID;
  ALTER TABLE effects ADD COLUMN secrets TEXT;
  `,
  // Timers are claimed for a while, as effects are; processes say that they live.
  `
  ALTER TABLE timers ADD COLUMN owner TEXT;
  ALTER TABLE timers ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE replicas (
    owner TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    dead INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX messages_run ON messages (run_id);
  CREATE INDEX recordings_run ON recordings (run_id);
  CREATE INDEX tries_run ON tries (run_id);
  `,
  // Files of recordings, where they are kept here (RECORDINGS=store).
  `
  ALTER TABLE recordings ADD COLUMN kept TEXT;
  ALTER TABLE recordings ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX recordings_to_keep ON recordings (at) WHERE kept IS NULL;
  CREATE TABLE recording_content (id TEXT PRIMARY KEY, content_type TEXT NOT NULL, content BLOB NOT NULL);
  `,
  // Which run a text is for; and what a text said that a run heard after its first.
  `
  CREATE TABLE hearings (
    contact TEXT NOT NULL,
    number TEXT NOT NULL,
    run_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    words TEXT NOT NULL,
    since INTEGER NOT NULL,
    test INTEGER NOT NULL,
    PRIMARY KEY (contact, number, run_id, purpose)
  ) WITHOUT ROWID;
  CREATE INDEX hearings_run ON hearings (run_id);
  ALTER TABLE messages ADD COLUMN body TEXT;
  `,
  // What was said in a recording. It may be told before the recording itself.
  "CREATE TABLE recording_texts (id TEXT PRIMARY KEY, text TEXT NOT NULL)",
  // Who a text is from or to: a run may text others than its contact.
  `
  ALTER TABLE effects ADD COLUMN contact TEXT;
  ALTER TABLE messages ADD COLUMN contact TEXT;
  CREATE INDEX messages_contact ON messages (contact, at DESC, uuid DESC);
  UPDATE effects SET contact = json_extract(effect, '$.to') WHERE kind = 'send_message';
  UPDATE messages SET contact = coalesce(
    (SELECT contact FROM effects WHERE effects.id = messages.effect_id),
    json_extract(body, '$.from'),
    (SELECT contact FROM runs WHERE runs.id = messages.run_id));
  `,
  // Who something was begun to of late, under a name that tells nobody who it is.
  "CREATE TABLE parties (name TEXT PRIMARY KEY, effect_id TEXT NOT NULL, attempt INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
];

import type { Migration } from "../migrations.ts";

/*
 * Tables of runs on PostgreSQL; the numbers mean the same as in `sqlite/run-migrations.ts`. Keys begin with the run id and
 * no key goes over two runs, so the tables can be partitioned or sharded by it; routing tables (inbox, tokens, legs, messages,
 * effects by id, opt-outs) by what is looked up.
 *
 * Ids compare as bytes (COLLATE "C"): no language's order is asked for them. `fillfactor` leaves room on the page for the
 * next version of a row, so that an update that touches no indexed column touches no index.
 */
export const POSTGRES_RUNS: readonly Migration[] = [
  `
  CREATE TABLE settings (name TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);

  CREATE TABLE runs (
    id TEXT COLLATE "C" PRIMARY KEY,
    flow_id TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    test INTEGER NOT NULL,
    number TEXT COLLATE "C",
    contact TEXT COLLATE "C",
    batch_id TEXT COLLATE "C",
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    live_legs INTEGER NOT NULL,
    search TEXT NOT NULL,
    row_version BIGINT NOT NULL,
    state TEXT NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX runs_newest ON runs (started_at DESC, id DESC);
  CREATE INDEX runs_flow ON runs (flow_id, started_at DESC, id DESC);
  CREATE INDEX runs_contact ON runs (contact, started_at DESC, id DESC);
  CREATE INDEX runs_open ON runs (started_at DESC, id DESC) WHERE status = 'running';
  CREATE INDEX runs_batch ON runs (batch_id) WHERE batch_id IS NOT NULL;

  CREATE TABLE commits (
    run_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    version BIGINT NOT NULL,
    part INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (run_id, seq, version, part)
  );

  CREATE TABLE inbox (
    key TEXT COLLATE "C" PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL,
    call_uuid TEXT COLLATE "C",
    digest TEXT NOT NULL,
    at BIGINT NOT NULL,
    reply TEXT
  );
  CREATE INDEX inbox_owed ON inbox (call_uuid, at) WHERE reply IS NULL;
  CREATE INDEX inbox_age ON inbox (at);

  CREATE TABLE timers (
    run_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (run_id, id)
  ) WITH (fillfactor = 70);
  CREATE INDEX timers_due ON timers (due_at);
  CREATE INDEX timers_queued ON timers (run_id) WHERE id = 'queued';

  CREATE TABLE effects (
    run_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    token TEXT COLLATE "C" NOT NULL,
    node_id TEXT NOT NULL,
    step BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    effect TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    owner TEXT COLLATE "C",
    lease_until BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    begun_at BIGINT,
    ended_at BIGINT,
    result TEXT,
    report_at BIGINT,
    reported INTEGER NOT NULL,
    resolved_by TEXT,
    test INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
  ) WITH (fillfactor = 80);
  CREATE UNIQUE INDEX effects_id ON effects (id);
  CREATE INDEX effects_due ON effects (due_at) WHERE state = 'pending';
  CREATE INDEX effects_begun ON effects (lease_until) WHERE state = 'begun';
  CREATE INDEX effects_report ON effects (report_at) WHERE state = 'uncertain' AND reported = 0;
  CREATE INDEX effects_kind ON effects (kind, created_at DESC, id DESC);
  CREATE INDEX effects_state ON effects (state, created_at DESC, id DESC);

  CREATE TABLE tokens (token TEXT COLLATE "C" PRIMARY KEY, run_id TEXT COLLATE "C" NOT NULL, effect_id TEXT COLLATE "C");

  CREATE TABLE legs (
    call_uuid TEXT COLLATE "C" PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL,
    leg TEXT NOT NULL,
    ended INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    last_reply TEXT
  ) WITH (fillfactor = 70);
  CREATE INDEX legs_open ON legs (started_at) WHERE ended = 0;

  CREATE TABLE messages (
    uuid TEXT COLLATE "C" PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL,
    effect_id TEXT COLLATE "C",
    at BIGINT NOT NULL,
    status TEXT,
    error_code TEXT
  );
  CREATE INDEX messages_newest ON messages (at DESC, uuid DESC);

  CREATE TABLE recordings (
    id TEXT COLLATE "C" PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL,
    call_uuid TEXT COLLATE "C",
    url TEXT NOT NULL,
    duration_seconds DOUBLE PRECISION,
    at BIGINT NOT NULL
  );
  CREATE INDEX recordings_newest ON recordings (at DESC, id DESC);

  CREATE TABLE nonces (nonce TEXT COLLATE "C" PRIMARY KEY, digest TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL);
  CREATE INDEX nonces_age ON nonces (at);

  CREATE TABLE opt_outs (
    number TEXT COLLATE "C" NOT NULL,
    contact TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (number, contact)
  );

  CREATE TABLE tries (token TEXT COLLATE "C" PRIMARY KEY, run_id TEXT COLLATE "C" NOT NULL, entry TEXT NOT NULL);
  `,
  // Replies and effects that hold sensitive values: masked when their run, or a later effect of it, is over.
  `
  CREATE TABLE secret_replies (run_id TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, PRIMARY KEY (run_id, key));
  ALTER TABLE effects ADD COLUMN secrets TEXT;
  `,
  // Timers are claimed for a while, as effects are; processes say that they live; commits are told to other replicas.
  `
  ALTER TABLE timers ADD COLUMN owner TEXT COLLATE "C";
  ALTER TABLE timers ADD COLUMN lease_until BIGINT NOT NULL DEFAULT 0;
  CREATE TABLE replicas (
    owner TEXT COLLATE "C" PRIMARY KEY,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    dead INTEGER NOT NULL
  );
  CREATE INDEX messages_run ON messages (run_id);
  CREATE INDEX recordings_run ON recordings (run_id);
  CREATE INDEX tries_run ON tries (run_id);
  CREATE TABLE changes (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
    owner TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX changes_xid ON changes (xid);
  `,
  // Files of recordings, where they are kept here (RECORDINGS=store).
  `
  ALTER TABLE recordings ADD COLUMN kept TEXT;
  ALTER TABLE recordings ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX recordings_to_keep ON recordings (at) WHERE kept IS NULL;
  CREATE TABLE recording_content (id TEXT COLLATE "C" PRIMARY KEY, content_type TEXT NOT NULL, content BYTEA NOT NULL);
  `,
  // Which run a text is for; and what a text said that a run heard after its first.
  `
  CREATE TABLE hearings (
    contact TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    run_id TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    words TEXT NOT NULL,
    since BIGINT NOT NULL,
    test INTEGER NOT NULL,
    PRIMARY KEY (contact, number, run_id, purpose)
  );
  CREATE INDEX hearings_run ON hearings (run_id);
  ALTER TABLE messages ADD COLUMN body TEXT;
  `,
  // What was said in a recording. It may be told before the recording itself.
  'CREATE TABLE recording_texts (id TEXT COLLATE "C" PRIMARY KEY, text TEXT NOT NULL)',
  // Who a text is from or to: a run may text others than its contact. By pattern: PostgreSQL reads no JSON with \\u0000 in it.
  `
  ALTER TABLE effects ADD COLUMN contact TEXT COLLATE "C";
  ALTER TABLE messages ADD COLUMN contact TEXT COLLATE "C";
  CREATE INDEX messages_contact ON messages (contact, at DESC, uuid DESC);
  UPDATE effects SET contact = substring(effect from '"to":"([^"]*)"') WHERE kind = 'send_message';
  UPDATE messages SET contact = coalesce(
    (SELECT contact FROM effects WHERE effects.id = messages.effect_id),
    substring(body from '"from":"([^"]*)"'),
    (SELECT contact FROM runs WHERE runs.id = messages.run_id));
  `,
  // Who something was begun to of late, under a name that tells nobody who it is.
  `
  CREATE TABLE parties (
    name TEXT COLLATE "C" PRIMARY KEY,
    effect_id TEXT COLLATE "C" NOT NULL,
    attempt INTEGER NOT NULL,
    at BIGINT NOT NULL
  ) WITH (fillfactor = 70);
  `,
];

import type { Migration } from "../migrations.ts";

/**
 * Tables of the catalog, PostgreSQL; the same numbers as SQLite's beside it. What is looked up or sorted by compares bytes
 * (`COLLATE "C"`), as SQLite does: an order that follows a language would break cursors, and change with the system's libraries.
 */
export const POSTGRES_CATALOG: readonly Migration[] = [
  `
  CREATE TABLE flows (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    published BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
  );
  CREATE INDEX flows_changed ON flows (updated_at DESC, id DESC) WHERE deleted_at IS NULL;

  CREATE TABLE versions (
    flow_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT NOT NULL,
    at BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (flow_id, version)
  );
  CREATE TABLE snapshots (hash TEXT COLLATE "C" PRIMARY KEY, document TEXT NOT NULL);

  CREATE TABLE numbers (
    number TEXT COLLATE "C" PRIMARY KEY,
    token TEXT COLLATE "C" NOT NULL UNIQUE,
    voice_flow_id TEXT COLLATE "C",
    message_flow_id TEXT COLLATE "C",
    application_id TEXT COLLATE "C"
  );
  CREATE INDEX numbers_voice ON numbers (voice_flow_id) WHERE voice_flow_id IS NOT NULL;
  CREATE INDEX numbers_message ON numbers (message_flow_id) WHERE message_flow_id IS NOT NULL;

  CREATE TABLE users (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    email TEXT,
    role TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT
  );
  CREATE TABLE sessions (
    hash TEXT COLLATE "C" PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    user_id TEXT COLLATE "C",
    key_hash TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
  );
  CREATE TABLE sign_in_tokens (hash TEXT COLLATE "C" PRIMARY KEY, user_id TEXT COLLATE "C" NOT NULL, expires_at BIGINT NOT NULL);

  CREATE TABLE api_keys (
    hash TEXT COLLATE "C" PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    prefix TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
  );

  CREATE TABLE secrets (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
  );

  CREATE TABLE media (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    content_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL
  );
  CREATE TABLE media_content (id TEXT COLLATE "C" PRIMARY KEY, content BYTEA NOT NULL);

  CREATE TABLE idempotency (
    actor TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT,
    sealed BYTEA,
    PRIMARY KEY (actor, key)
  );
  CREATE INDEX idempotency_age ON idempotency (at);

  CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT COLLATE "C" NOT NULL,
    actor_id TEXT COLLATE "C",
    actor_name TEXT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C",
    details TEXT NOT NULL,
    address TEXT
  );
  CREATE INDEX audit_action ON audit (action, id);
  CREATE INDEX audit_target ON audit (target, id);
  `,
  // SQLite's second keeps documents out of the way of "published"; PostgreSQL stores long ones apart from their row by itself.
  "SELECT 1",
  // What an installation knows of itself; see `facts.ts`.
  'CREATE TABLE facts (name TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL, at BIGINT NOT NULL)',
  // Which versions of other flows a version runs, by node.
  "ALTER TABLE versions ADD COLUMN pins TEXT",
  // Where a flow lies in the list: a path such as `Support/Night`; empty: at the top.
  `ALTER TABLE flows ADD COLUMN folder TEXT COLLATE "C" NOT NULL DEFAULT ''`,
];

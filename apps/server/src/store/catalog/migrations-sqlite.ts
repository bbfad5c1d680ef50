import type { Migration } from "../migrations.ts";

/** Tables of the catalog, embedded engine; the same numbers as PostgreSQL's beside it. Documents are JSON text; everything secret is sealed or hashed before it comes here. */
export const SQLITE_CATALOG: readonly Migration[] = [
  `
  CREATE TABLE flows (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL,
    published INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX flows_changed ON flows (updated_at DESC, id DESC) WHERE deleted_at IS NULL;

  CREATE TABLE versions (
    flow_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (flow_id, version)
  );
  CREATE TABLE snapshots (hash TEXT PRIMARY KEY, document TEXT NOT NULL);

  CREATE TABLE numbers (
    number TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    voice_flow_id TEXT,
    message_flow_id TEXT,
    application_id TEXT
  ) WITHOUT ROWID;
  CREATE INDEX numbers_voice ON numbers (voice_flow_id) WHERE voice_flow_id IS NOT NULL;
  CREATE INDEX numbers_message ON numbers (message_flow_id) WHERE message_flow_id IS NOT NULL;

  CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT,
    key_hash TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE sign_in_tokens (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;

  CREATE TABLE api_keys (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    prefix TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER
  ) WITHOUT ROWID;

  CREATE TABLE secrets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE media (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE media_content (id TEXT PRIMARY KEY, content BLOB NOT NULL);

  CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER,
    sealed BLOB,
    PRIMARY KEY (actor, key)
  ) WITHOUT ROWID;
  CREATE INDEX idempotency_age ON idempotency (at);

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT,
    details TEXT NOT NULL,
    address TEXT
  );
  CREATE INDEX audit_action ON audit (action, id);
  CREATE INDEX audit_target ON audit (target, id);
  `,
  // Asked at each call and text: answered without walking over the document, which stands before "published" in its row.
  "CREATE INDEX flows_published ON flows (id, published, deleted_at, name)",
  // What an installation knows of itself; see `facts.ts`.
  "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
  // Which versions of other flows a version runs, by node.
  "ALTER TABLE versions ADD COLUMN pins TEXT",
  // Where a flow lies in the list: a path such as `Support/Night`; empty: at the top.
  "ALTER TABLE flows ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
];

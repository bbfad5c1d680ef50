/** Tables of the guards, the same for both engines. See `../migrations.ts` for the rules. */
export const GUARD_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE contact_slots (
    flow_id TEXT NOT NULL,
    contact TEXT NOT NULL,
    run_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (flow_id, contact)
  );

  CREATE TABLE deaths (
    subject TEXT PRIMARY KEY,
    n INTEGER NOT NULL,
    at BIGINT NOT NULL
  );

  CREATE TABLE reply_chains (
    low TEXT NOT NULL,
    high TEXT NOT NULL,
    hour_at BIGINT NOT NULL,
    texts INTEGER NOT NULL,
    quick INTEGER NOT NULL,
    last_at BIGINT NOT NULL,
    last_uuid TEXT NOT NULL,
    PRIMARY KEY (low, high)
  );
  CREATE INDEX reply_chains_age ON reply_chains (last_at);
  `,
  `
  CREATE TABLE send_paces (key TEXT PRIMARY KEY, state TEXT NOT NULL);

  CREATE TABLE send_turns (id TEXT PRIMARY KEY, at BIGINT NOT NULL);
  CREATE INDEX send_turns_age ON send_turns (at);

  CREATE TABLE charges (subject TEXT PRIMARY KEY, day BIGINT NOT NULL, micros BIGINT NOT NULL);
  CREATE INDEX charges_day ON charges (day);

  CREATE TABLE sending_limits (one INTEGER PRIMARY KEY, limits TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL);
  `,
];

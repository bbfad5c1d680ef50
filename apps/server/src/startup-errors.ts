/** Why Cordboard does not start: one line on the terminal, exit code 1. */
export const STARTUP_ERRORS = {
  setting_invalid: "A setting is missing or wrong; each is named.",
  data_dir_not_writable: "The data folder cannot be made or written.",
  data_dir_locked: "Another Cordboard uses the data folder.",
  master_key_invalid: "The master key is not 32 bytes, or its file cannot be read.",
  database_not_opened: "The database file cannot be opened.",
  database_newer: "The database was last used by a newer Cordboard, which has taken away what this one needs.",
  database_unreachable: "PostgreSQL cannot be reached, or has no connection free.",
  database_login_refused: "PostgreSQL refuses the user or password of DATABASE_URL.",
  database_missing: "PostgreSQL has no database of that name.",
  database_rights_missing: "The user of DATABASE_URL may not make tables there.",
  database_too_old: "PostgreSQL is older than 15.",
  database_read_only: "That PostgreSQL only reads: a standby.",
  master_key_mismatch: "The data was sealed with another master key.",
  carrier_keys_unreadable: "The carrier's keys were kept under another master key.",
  port_taken: "PORT is in use.",
  simulator_port_taken: "SIMULATOR_PORT is in use.",
  simulator_elsewhere: "Replicas of the database use a simulator that cannot be reached from here.",
  simulator_failed: "The simulator did not start, or refused what it was asked.",
} as const;

/** What is said on the log at the start, with its next step; the start goes on. */
export const STARTUP_WARNINGS = {
  database_not_durable: "PostgreSQL runs with fsync, full_page_writes or synchronous_commit off: what a crash may lose is said.",
  database_no_listen: "NOTIFY does not arrive, as behind a transaction pooler: replicas hear of each other later.",
  database_clock_off: "The database's clock and this machine's differ by minutes; the database's counts.",
  database_restored: "The database comes from a backup: what it still had to send is uncertain now.",
  public_url_changed: "The replica that started before had another PUBLIC_URL; all need the same.",
  database_connection_lost: "A connection to PostgreSQL broke; new ones are made as they are needed.",
} as const;

/** Why `cordboard backup` or `cordboard restore` did nothing: one line on the terminal, exit code 1. */
export const BACKUP_ERRORS = {
  backup_not_made: "There is nothing to copy, or no room or right to write the copy; nothing is left of it.",
  backup_unusable: "What is to be put back is no whole database of Cordboard; nothing was changed.",
  restore_failed: "The backup could not be written into the data folder.",
} as const;

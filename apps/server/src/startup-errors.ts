/** Why Cordboard does not start: one line on the terminal, exit code 1. */
export const STARTUP_ERRORS = {
  setting_invalid: "A setting is missing or wrong; each is named.",
  data_dir_not_writable: "The data folder cannot be made or written.",
  data_dir_locked: "Another Cordboard uses the data folder.",
  master_key_invalid: "The master key is not 32 bytes, or its file cannot be read.",
  database_not_opened: "The database file cannot be opened.",
  database_newer: "The database was last used by a newer Cordboard.",
  port_taken: "PORT is in use.",
  simulator_port_taken: "SIMULATOR_PORT is in use.",
  simulator_failed: "The simulator did not start, or refused what it was asked.",
} as const;

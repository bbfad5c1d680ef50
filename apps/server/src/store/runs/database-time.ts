/** Database time, ms since the epoch: the database's clock plus the test offset. */
export interface DatabaseTime {
  /** An estimate that costs nothing. */
  now: () => number;
  /**
   * What a claim compares due times with: `bound` is SQL with one `?`, `value` what stands there. On PostgreSQL the
   * database's own clock has the last word, so that nothing fires early by an estimate.
   */
  due: () => { bound: string; value: number };
  /** Moves the test offset, which is one row that all replicas add. */
  shift: (change: { advanceMs: number } | { now: number }) => Promise<void>;
  close: () => void;
}

/** The row of `settings` that holds the test offset. */
export const OFFSET = "clock_offset_ms";
export const SAVE_OFFSET = `INSERT INTO settings (name, value) VALUES ('${OFFSET}', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
export const READ_OFFSET = `SELECT value FROM settings WHERE name = '${OFFSET}'`;

/** One REST request that reached the simulator, whatever became of it. */
export interface LedgerRow {
  seq: number;
  at: string;
  method: string;
  path: string;
  body: unknown;
  /** What was answered, or would have been, had `fault` not cut the connection. */
  status: number;
  callUuid?: string;
  messageUuid?: string;
  fault?: string;
}

/** Enough for a day of tests; a simulator that runs for weeks must not eat the machine. */
const MAX_ROWS = 200_000;

/** Append-only: what a test compares with the effects that the server believes it had. `seq` never starts again. */
export class Ledger {
  #rows: LedgerRow[] = [];
  #seq = 0;

  append(row: Omit<LedgerRow, "seq">): LedgerRow {
    const numbered = { seq: ++this.#seq, ...row };
    this.#rows.push(numbered);
    if (this.#rows.length > MAX_ROWS) this.#rows.splice(0, MAX_ROWS / 10);
    return numbered;
  }

  after(seq: number): LedgerRow[] {
    const first = this.#rows[0]?.seq ?? 1;
    return this.#rows.slice(Math.max(0, seq - first + 1));
  }
}

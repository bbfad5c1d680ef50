import type { Sql } from "../sql.ts";
import { type DatabaseTime, OFFSET, READ_OFFSET, SAVE_OFFSET } from "../runs/database-time.ts";

const EVERY_MS = 1_000;
/** At the start, and after the database's clock was set: the quickest probe is the best. */
const PROBES = 3;
/** A database's clock that was set, not one that drifts. */
const JUMP_MS = 50;
/** A better probe than this long ago says less than a slower one now: crystals drift some 50 µs a second. */
const FORGET_MS = 60_000;

interface Probe {
  /** Database time minus this process's monotonic clock. */
  offset: number;
  /** How wrong it can be: half the round trip. */
  within: number;
  /** By the monotonic clock. */
  at: number;
}

/**
 * The database's clock, estimated: an offset to this process's monotonic clock, so a jump of the machine's clock changes
 * nothing. Claims compare with the database's own clock all the same.
 */
export async function createPostgresTime(sql: Sql): Promise<DatabaseTime> {
  let best: Probe = { offset: 0, within: Infinity, at: 0 };
  let shift = 0;
  const probe = async (): Promise<void> => {
    const began = performance.now();
    const row = await sql.get<{ at: number; shift: string | null }>(
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at, (${READ_OFFSET}) AS shift`,
    );
    const ended = performance.now();
    if (!row) return;
    shift = Number(row.shift ?? 0);
    const within = (ended - began) / 2;
    const found = { offset: row.at - (began + within), within, at: ended };
    const wasSet = Math.abs(found.offset - best.offset) > found.within + best.within + JUMP_MS;
    if (wasSet || found.within <= best.within || ended - best.at > FORGET_MS) best = found;
  };
  for (let i = 0; i < PROBES; i++) await probe();

  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    // While the database does not answer, the estimate stands.
    probe()
      .catch(() => undefined)
      .finally(() => (busy = false));
  }, EVERY_MS);
  timer.unref();

  const real = (): number => performance.now() + best.offset;
  const now = (): number => Math.floor(real() + shift);
  return {
    now,
    due: () => ({ bound: OWN_CLOCK, value: now() }),
    shift: async (change) => {
      const moved = Math.round("now" in change ? change.now - real() : shift + change.advanceMs);
      await sql.run(SAVE_OFFSET, [String(moved)]);
      shift = moved;
    },
    close: () => clearInterval(timer),
  };
}

/** Stable within a statement, so an index can be asked for it. */
const OWN_CLOCK = `least(CAST(? AS BIGINT), floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint
  + coalesce((SELECT value::bigint FROM settings WHERE name = '${OFFSET}'), 0))`;

/** For tests: time as the given clock says. */
export async function createGivenTime(sql: Sql, clock: () => number): Promise<DatabaseTime> {
  let shift = Number((await sql.get<{ value: string }>(READ_OFFSET))?.value ?? 0);
  return {
    now: () => clock() + shift,
    due: () => ({ bound: "CAST(? AS BIGINT)", value: clock() + shift }),
    shift: async (change) => {
      shift = "now" in change ? change.now - clock() : shift + change.advanceMs;
      await sql.run(SAVE_OFFSET, [String(shift)]);
    },
    close: () => undefined,
  };
}

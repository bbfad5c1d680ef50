import type { Sql, SqlWriter } from "../sql.ts";
import { freeAt, NEW_PACE, type Pace, type Rate, take } from "./pace.ts";

/*
 * The queue before the carrier, shared by all replicas. Each key (a number of ours, the account) has two paces:
 *
 *   real      what has really gone: it alone decides whether one may go now
 *   planned   what has been promised: the next one in the queue is put behind it
 *
 * An effect that may not go yet gets its turn once (a row of `send_turns`), and comes back then. Its turns of all keys are planned
 * each for itself, so a slow number doesn't hold the account's places; what doesn't work out at the end is put off a little.
 */
export interface SendQueue {
  /**
   * Which may go at `now`, in their order, and when the others may be asked for again. Those that may are counted: ask for
   * one only when it is about to go. Times are ms since the epoch.
   */
  take: (wants: Want[], now: number) => Promise<Map<string, number>>;
  /** How many have gone today (UTC), by key. Only keys with a limit are counted. */
  today: (now: number) => Promise<Map<string, number>>;
  /** Forgets turns that nobody came for. */
  sweep: (now: number) => Promise<void>;
}

export interface Want {
  id: string;
  keys: { key: string; rate: Rate }[];
}

interface State {
  real: Pace;
  planned: Pace;
}

const DAY_MS = 86_400_000;

export function createSendQueue(sql: Sql): SendQueue {
  return {
    take: (wants, now) =>
      sql.transaction(async (tx) => {
        const keys = [...new Set(wants.flatMap((want) => want.keys.map(({ key }) => key)))].toSorted();
        const states = await readStates(tx, keys);
        const known = await turnsOf(
          tx,
          wants.map(({ id }) => id),
        );
        const { later, turns, came } = plan(wants, states, known, now);
        for (const key of keys) await tx.run("UPDATE send_paces SET state = ? WHERE key = ?", [JSON.stringify(states.get(key)), key]);
        for (const [id, at] of turns) await tx.run("INSERT INTO send_turns (id, at) VALUES (?, ?)", [id, at]);
        if (came.length > 0) await tx.run(`DELETE FROM send_turns WHERE id IN (${came.map(() => "?").join(", ")})`, came);
        return later;
      }),
    today: async (now) => {
      const rows = await sql.all<{ key: string; state: string }>("SELECT key, state FROM send_paces", []);
      const day = Math.floor(now / DAY_MS);
      return new Map(
        rows.flatMap(({ key, state }) => {
          const { real } = readState(state);
          return real.day === day ? [[key, real.inDay]] : [];
        }),
      );
    },
    sweep: async (now) => void (await sql.run("DELETE FROM send_turns WHERE at < ?", [now - DAY_MS])),
  };
}

/** Changes `states`. */
function plan(wants: Want[], states: Map<string, State>, known: Set<string>, now: number) {
  const later = new Map<string, number>();
  const turns = new Map<string, number>();
  const came: string[] = [];
  // Those whose turn it is and who must wait all the same come one after another.
  const behind = new Map([...states].map(([key, { real }]) => [key, real]));
  for (const { id, keys } of wants) {
    const all = keys.flatMap(({ key, rate }) => {
      const state = states.get(key);
      return state ? [{ key, rate, state }] : [];
    });
    const promised = known.has(id);
    const mayGo = all.every(
      ({ rate, state }) => freeAt(state.real, rate, now) <= now && (promised || freeAt(state.planned, rate, now) <= now),
    );
    if (mayGo) {
      for (const { key, rate, state } of all) {
        state.real = take(state.real, rate, now);
        if (!promised) state.planned = take(state.planned, rate, now);
        behind.set(key, state.real);
      }
      if (promised) came.push(id);
      continue;
    }
    let at = now;
    for (const { key, rate, state } of all) {
      const pace = promised ? (behind.get(key) ?? state.real) : state.planned;
      const free = freeAt(pace, rate, now);
      if (promised) behind.set(key, take(pace, rate, free));
      else state.planned = take(pace, rate, free);
      at = Math.max(at, free);
    }
    if (!promised) turns.set(id, at);
    later.set(id, at);
  }
  return { later, turns, came };
}

/** Their rows are this transaction's until it ends; made when they are new. In one order, so that two replicas never wait for each other. */
async function readStates(tx: SqlWriter, keys: string[]): Promise<Map<string, State>> {
  const states = new Map<string, State>();
  for (const key of keys) {
    const [row] = await tx.all<{ state: string }>(
      "INSERT INTO send_paces (key, state) VALUES (?, '{}') ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING state",
      [key],
    );
    states.set(key, readState(row?.state ?? "{}"));
  }
  return states;
}

async function turnsOf(tx: SqlWriter, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.all<{ id: string }>(`SELECT id FROM send_turns WHERE id IN (${ids.map(() => "?").join(", ")})`, ids);
  return new Set(rows.map(({ id }) => id));
}

/** What this file wrote itself. */
function readState(text: string): State {
  const { real = NEW_PACE, planned = NEW_PACE } = JSON.parse(text) as Partial<State>;
  return { real, planned };
}

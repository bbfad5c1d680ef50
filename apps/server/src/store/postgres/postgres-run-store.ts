import { randomUUID } from "node:crypto";
import type { RunState } from "@cordboard/contract";
import type { Logger } from "pino";
import type { RunHistory } from "../run-history.ts";
import type { InboxRow, LoadedRun, RunStore } from "../run-store.ts";
import { createRunStore } from "../runs/create-run-store.ts";
import { type InboxDbRow, parseStored, toInbox } from "../runs/rows.ts";
import { createRunHistory } from "../runs/run-history.ts";
import type { CommitVerdict, RunRows } from "../runs/run-rows.ts";
import type { RunEngine } from "../runs/run-writer.ts";
import type { Sql, SqlReader } from "../sql.ts";
import { textArray } from "./arrays.ts";
import { type CommitMasks, commitStatement, MAX_ITEMS } from "./commit-statement.ts";
import type { PostgresDatabase } from "./database.ts";
import { codeOf, isLostConnection, isLostRace } from "./errors.ts";
import { createPostgresFeed } from "./run-feed.ts";
import { POSTGRES_RUNS } from "./run-migrations.ts";
import { createGivenTime, createPostgresTime } from "./run-time.ts";

/**
 * The run store of any number of replicas. `clock`: for tests, instead of the database's. Whoever opened the database closes
 * it after the store.
 * Errors: `database_newer`, `database_rights_missing`.
 */
export async function createPostgresRunStore(
  database: PostgresDatabase,
  log: Logger,
  clock?: () => number,
): Promise<{ runs: RunStore; history: RunHistory }> {
  const { sql, patient, commits, notifications } = database;
  await database.migrate("runs", POSTGRES_RUNS);
  const owner = randomUUID();
  const time = clock ? await createGivenTime(sql, clock) : await createPostgresTime(sql);
  const feed = createPostgresFeed({ sql, notifications, owner, now: time.now });
  const engine = createEngine(commits, owner, log);
  const runs = createRunStore({ sql, patient, engine, time, feed, close: async () => undefined });
  return { runs, history: createRunHistory(patient) };
}

const ATTEMPTS = 5;
const TAKEN = "23505";
/** Rows that two replicas may make at once: the next look sees the other's. */
const RACED = new Set(["inbox_pkey", "nonces_pkey"]);

const lostRace = (error: unknown): boolean =>
  isLostRace(error) || (codeOf(error) === TAKEN && error instanceof Error && "constraint" in error && RACED.has(String(error.constraint)));

/** The data of one item is refused; not the database's own trouble (it stops, is full, is cut off). */
const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|25|53|57|58|XX)/.test(code) && !isLostConnection(error);
};

function createEngine(sql: Sql, owner: string, log: Logger): RunEngine {
  const verdicts = async (on: SqlReader, at: number, items: RunRows[]): Promise<CommitVerdict[]> => {
    const { sql: text, parameters } = commitStatement(items, at, owner);
    const masks = await on.get<CommitMasks>(text, parameters);
    if (!masks) throw new Error("The commit answered nothing.");
    const [won, taken, reused, refused] = [masks.won, masks.taken, masks.reused, masks.refused].map(BigInt);
    const among = (mask: bigint | undefined, i: number): boolean => ((mask ?? 0n) >> BigInt(i)) % 2n !== 0n;
    const keys = items.flatMap((item, i) => (among(taken, i) && item.inbox ? [item.inbox.key] : []));
    const rows = keys.length > 0 ? (await load(on, { runIds: [], inboxKeys: keys })).inbox : new Map<string, InboxRow>();
    return items.map((item, i) => {
      if (among(won, i)) return "committed";
      if (among(taken, i)) return rows.get(item.inbox?.key ?? "") ?? "conflict";
      if (among(reused, i)) return "nonce_reused";
      return among(refused, i) ? "stale" : "conflict";
    });
  };

  /** A lost race is run again; what else the database refuses is tried one by one, so that a poisoned item fails alone. */
  const commit = async (at: number, items: RunRows[], attempt = 1): Promise<(CommitVerdict | Error)[]> => {
    try {
      return await verdicts(sql, at, items);
    } catch (error) {
      if (lostRace(error) && attempt < ATTEMPTS) return commit(at, items, attempt + 1);
      if (!isRefusal(error)) throw error;
      if (items.length === 1) return [asError(error)];
      log.debug({ code: codeOf(error), items: items.length }, "a batch was refused and goes one by one");
      const singles: (CommitVerdict | Error)[] = [];
      for (const item of items) singles.push(...(await commit(at, [item]).catch((fault: unknown) => [asError(fault)])));
      return singles;
    }
  };

  return {
    load: (want) => load(sql, want),
    commit: async (at, items) => {
      // By id, so that two replicas lock in one order.
      const sorted = [...items].sort((a, b) => (a.runId < b.runId ? -1 : 1));
      const outcome = new Map<RunRows, CommitVerdict | Error>();
      for (let from = 0; from < sorted.length; from += MAX_ITEMS) {
        const part = sorted.slice(from, from + MAX_ITEMS);
        const answered = await commit(at, part).catch((error: unknown) => {
          // What is written already can't be taken back by a later part.
          if (from === 0) throw error;
          return part.map(() => asError(error));
        });
        part.forEach((item, i) => outcome.set(item, answered[i] ?? new Error("The commit answered too little.")));
      }
      return items.map((item) => outcome.get(item) ?? new Error("The commit answered too little."));
    },
    transaction: (work) => sql.transaction((tx) => work(tx, async (at, item) => (await verdicts(tx, at, [item]))[0] ?? "conflict")),
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Runs and inbox rows in one round trip; a run's row has its id for a key and no digest. */
async function load(
  sql: SqlReader,
  { runIds, inboxKeys }: { runIds: string[]; inboxKeys: string[] },
): Promise<{ runs: Map<string, LoadedRun>; inbox: Map<string, InboxRow> }> {
  const parts: string[] = [];
  const parameters: Buffer[] = [];
  if (runIds.length > 0) {
    parts.push(
      "SELECT id AS key, NULL AS run_id, NULL AS call_uuid, NULL AS digest, row_version AS at, state AS reply FROM runs WHERE id = ANY(?::text[])",
    );
    parameters.push(textArray(runIds));
  }
  if (inboxKeys.length > 0) {
    parts.push("SELECT key, run_id, call_uuid, digest, at, reply FROM inbox WHERE key = ANY(?::text[])");
    parameters.push(textArray(inboxKeys));
  }
  const runs = new Map<string, LoadedRun>();
  const inbox = new Map<string, InboxRow>();
  for (const row of await sql.all<InboxDbRow & { digest: string | null }>(parts.join(" UNION ALL "), parameters)) {
    if (row.digest === null) runs.set(row.key, { state: parseStored<RunState>(row.reply ?? "null"), version: row.at });
    else inbox.set(row.key, toInbox(row));
  }
  return { runs, inbox };
}

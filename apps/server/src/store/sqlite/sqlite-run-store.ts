import type { RunState } from "@cordboard/contract";
import type { CommitItem, CommitOutcome, InboxRow, LoadedRun, RunStore } from "../run-store.ts";
import { createRunStore } from "../runs/create-run-store.ts";
import { type DatabaseTime, READ_OFFSET, SAVE_OFFSET } from "../runs/database-time.ts";
import { INBOX_COLUMNS, type InboxDbRow, parseStored, toInbox } from "../runs/rows.ts";
import { createLocalFeed } from "../runs/run-feed.ts";
import type { RunEngine } from "../runs/run-writer.ts";
import { createHotRuns, type HotRuns } from "./hot-runs.ts";
import { RUN_MIGRATIONS } from "./run-migrations.ts";
import type { SqliteSql } from "./sql.ts";

/**
 * The embedded run store. `clock`: ms since the epoch. Errors: `database_newer`.
 * The database is handed in, because the catalog lives in the same file; closing the store closes it.
 */
export function createSqliteRunStore(sql: SqliteSql, clock: () => number = Date.now): RunStore {
  sql.migrate("runs", RUN_MIGRATIONS);
  const hot = createHotRuns();
  const store = createRunStore({
    sql,
    patient: sql,
    engine: createEngine(sql, hot),
    time: createTime(sql, clock),
    feed: createLocalFeed(),
    close: () => sql.close(),
  });
  return { ...store, commit: (items) => commitHot(store, hot, items) };
}

function createEngine(sql: SqliteSql, hot: HotRuns): RunEngine {
  const run = (id: string): LoadedRun | undefined => {
    const kept = hot.get(id);
    if (kept) return kept;
    const [row] = sql.rows<{ state: string; row_version: number }>("SELECT state, row_version FROM runs WHERE id = ?", [id]);
    return row && { state: parseStored<RunState>(row.state), version: row.row_version };
  };
  const inboxRow = (key: string): InboxRow | undefined => {
    const [row] = sql.rows<InboxDbRow>(`SELECT ${INBOX_COLUMNS} FROM inbox WHERE key = ?`, [key]);
    return row && toInbox(row);
  };
  return {
    load: async ({ runIds, inboxKeys }) => sql.snapshot(() => ({ runs: found(runIds, run), inbox: found(inboxKeys, inboxRow) })),
    commit: (at, items) => sql.commitRuns(at, items),
    transaction: (work) =>
      sql.transaction((tx) =>
        work(tx, async (at, item) => {
          const [verdict] = await tx.commitRuns(at, [item]);
          if (verdict === undefined || verdict instanceof Error) throw verdict ?? new Error("The writer answered nothing.");
          return verdict;
        }),
      ),
  };
}

function found<Value>(names: string[], look: (name: string) => Value | undefined): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const name of names) {
    const value = look(name);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** Keeps what won, for the next event of the run. */
async function commitHot(store: RunStore, hot: HotRuns, items: CommitItem[]): Promise<(CommitOutcome | Error)[]> {
  let outcomes: (CommitOutcome | Error)[] = [];
  try {
    return (outcomes = await store.commit(items));
  } finally {
    items.forEach(({ runId, advance: { run } }, i) => {
      const outcome = outcomes[i];
      const won = outcome !== undefined && !(outcome instanceof Error) && outcome.kind === "committed";
      if (won && run.status === "running") hot.keep(runId, { state: run, version: outcome.version });
      else hot.forget(runId);
    });
  }
}

function createTime(sql: SqliteSql, clock: () => number): DatabaseTime {
  let offset = Number(sql.rows<{ value: string }>(READ_OFFSET, [])[0]?.value ?? 0);
  const now = (): number => clock() + offset;
  return {
    now,
    due: () => ({ bound: "?", value: now() }),
    shift: async (change) => {
      offset = "now" in change ? change.now - clock() : offset + change.advanceMs;
      await sql.run(SAVE_OFFSET, [String(offset)]);
    },
    close: () => undefined,
  };
}

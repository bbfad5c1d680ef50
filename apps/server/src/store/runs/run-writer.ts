import type { CommitItem, CommitOutcome, InboxRow, LoadedRun, RunWriter } from "../run-store.ts";
import type { Sql, SqlWriter } from "../sql.ts";
import type { DatabaseTime } from "./database-time.ts";
import { effectEnded, runEnded } from "./wipe.ts";
import { INBOX_COLUMNS, type InboxDbRow, toInbox } from "./rows.ts";
import type { RunFeed } from "./run-feed.ts";
import { type CommitVerdict, type RunRows, toRunRows } from "./run-rows.ts";

/** What each engine does in its own way, because it is hot. */
export interface RunEngine {
  load: (want: { runIds: string[]; inboxKeys: string[] }) => Promise<{ runs: Map<string, LoadedRun>; inbox: Map<string, InboxRow> }>;
  /** One durable turn. Each item wins or loses alone; one that the database refuses is answered by an Error. */
  commit: (at: number, items: RunRows[]) => Promise<(CommitVerdict | Error)[]>;
  /** One transaction with one commit and more: `work` gets the way to make it. */
  transaction: <Result>(
    work: (tx: SqlWriter, commit: (at: number, item: RunRows) => Promise<CommitVerdict>) => Promise<Result>,
  ) => Promise<Result>;
}

export function createRunWriter(options: { sql: Sql; engine: RunEngine; time: DatabaseTime; feed: RunFeed }): Omit<RunWriter, "appendLog"> {
  const { sql, engine, time, feed } = options;
  const { now } = time;

  /** The commit that ends a run with sensitive values, or an effect that outlived it: they go in the same transaction. */
  const commitAndWipe = async (item: CommitItem, at: number): Promise<CommitVerdict | Error> => {
    try {
      return await engine.transaction(async (tx, commit) => {
        const verdict = await commit(at, toRunRows(item, at));
        if (verdict !== "committed") return verdict;
        if (item.guard?.kind === "effect") await effectEnded(tx, item.guard.effectId);
        if (item.secrets.length > 0) await runEnded(tx, item.advance.run, item.secrets);
        return verdict;
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  const inboxRow = async (key: string): Promise<InboxRow | null> => {
    const row = await sql.get<InboxDbRow>(`SELECT ${INBOX_COLUMNS} FROM inbox WHERE key = ?`, [key]);
    return row ? toInbox(row) : null;
  };

  return {
    load: async (want) => {
      const at = now();
      if (want.runIds.length + want.inboxKeys.length === 0) return { now: at, runs: new Map(), inbox: new Map() };
      return { ...(await engine.load(want)), now: at };
    },
    commit: async (items) => {
      const at = now();
      const plain = items.filter((item) => !needsWipe(item));
      const verdicts =
        plain.length > 0
          ? await engine.commit(
              at,
              plain.map((item) => toRunRows(item, at)),
            )
          : [];
      const byItem = new Map(plain.map((item, i) => [item, verdicts[i]]));
      for (const item of items) if (needsWipe(item)) byItem.set(item, await commitAndWipe(item, at));
      const outcomes = items.map((item) => toOutcome(item, byItem.get(item)));
      feed.committed(items.filter((_, i) => isCommitted(outcomes[i])).map(changeOf));
      return outcomes;
    },
    inboxRow,
    setReply: async (key, body) => {
      await sql.run("UPDATE inbox SET reply = ? WHERE key = ? AND reply IS NULL", [body, key]);
      return (await inboxRow(key))?.reply ?? null;
    },
    rememberNonce: async (value, digest) => {
      await sql.run("INSERT INTO nonces (nonce, digest, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [value, digest, now()]);
      return (await sql.get<{ digest: string }>("SELECT digest FROM nonces WHERE nonce = ?", [value]))?.digest === digest;
    },
  };
}

function needsWipe({ advance, guard, secrets }: CommitItem): boolean {
  const { run, journal } = advance;
  if (run.status === "running") return false;
  if (secrets.length > 0) return true;
  const endedNow = journal.some((entry) => entry.kind === "run" && entry.run.status === run.status);
  return guard?.kind === "effect" && !endedNow;
}

function toOutcome(item: CommitItem, verdict: CommitVerdict | Error | undefined): CommitOutcome | Error {
  if (verdict === undefined) return new Error("The store answered too few outcomes.");
  if (verdict instanceof Error) return verdict;
  if (typeof verdict !== "string") return { kind: "duplicate", row: verdict };
  return verdict === "committed" ? { kind: "committed", version: item.expectedVersion + 1 } : { kind: verdict };
}

const isCommitted = (outcome: CommitOutcome | Error | undefined): boolean =>
  outcome !== undefined && !(outcome instanceof Error) && outcome.kind === "committed";

const changeOf = ({ advance: { run } }: CommitItem) => ({
  runId: run.id,
  flowId: run.flowId,
  test: run.test,
  seq: run.seq,
  status: run.status,
});

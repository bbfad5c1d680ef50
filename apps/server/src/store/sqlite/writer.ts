import type Database from "better-sqlite3";
import type { CommitVerdict, RunRows } from "../runs/run-rows.ts";
import type { SqlValue } from "../sql.ts";
import { createRunCommit, type RunCommit } from "./run-commit.ts";
import { createStatements } from "./statements.ts";

/*
 * The one writer of the embedded database. What has gathered while it wrote goes into its next turn:
 *
 *   requests ─► turn: BEGIN ─► request after request ─► COMMIT (one sync of the disk) ─► all answers at once
 *                                    └─ one fails ─► ROLLBACK ─► the turn again, each request within its own savepoint
 *
 *   "begin" ─► an exclusive turn over several messages: requests `within` it are done at once, the others wait for its "end"
 *
 * A request that fails is undone and answered with its error; its neighbours stand. When the COMMIT itself fails, all of
 * the turn's requests are answered with that error and nothing was written. A savepoint costs a copy of every page that is
 * written under it, a quarter of all the writer does, so a turn is first tried without.
 */
export type Work = { kind: "run" | "all"; sql: string; parameters: readonly SqlValue[] } | { kind: "commit"; at: number; items: RunRows[] };
type Job = Work | { kind: "begin" } | { kind: "end"; keep: boolean };
export interface Request {
  id: number;
  /** Belongs to the exclusive turn that is open. */
  within: boolean;
  job: Job;
}

/** An error as it crosses threads. */
export interface Failure {
  failure: string;
  code: string | null;
}
export type Reply = [id: number, value: unknown];
export type CommitReply = (CommitVerdict | Failure)[];

/** How a request is done: within a savepoint, which answers what it throws, or without. */
type Care = <Result>(work: () => Result) => Result | Failure;

export interface Writer {
  /** Does what can be done now. What waits for the exclusive turn is answered by a later call. */
  take: (requests: Request[]) => Reply[];
}

export function createWriter(db: Database.Database): Writer {
  const statements = createStatements(db);
  let runs: RunCommit | undefined;
  let exclusive = false;
  let waiting: Request[] = [];

  /** Undone when it throws. Rethrows when SQLite has rolled the whole transaction back (a full disk). */
  const inSavepoint = <Result>(work: () => Result): Result | Failure => {
    if (!db.inTransaction) throw new Error("The transaction was rolled back already.");
    statements("SAVEPOINT request").run();
    try {
      const result = work();
      statements("RELEASE request").run();
      return result;
    } catch (error) {
      if (!db.inTransaction) throw error;
      statements("ROLLBACK TO request").run();
      statements("RELEASE request").run();
      return toFailure(error);
    }
  };

  const commitRuns = (at: number, items: RunRows[], care: Care): CommitReply => {
    const commit = (runs ??= createRunCommit(db))(at);
    return items.map((item) => care(() => commit(item)));
  };

  const perform = (work: Work, care: Care): unknown => {
    if (work.kind === "commit") return commitRuns(work.at, work.items, care);
    return care(() => {
      const statement = statements(work.sql);
      return work.kind === "run" ? statement.run(...work.parameters).changes : statement.all(...work.parameters);
    });
  };

  const attempt = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return toFailure(error);
    }
  };

  const rollBack = (): void => {
    if (db.inTransaction) statements("ROLLBACK").run();
  };

  const finish = (keep: boolean): null => {
    if (!db.inTransaction) {
      if (keep) throw new Error("The transaction was rolled back already.");
      return null;
    }
    try {
      statements(keep ? "COMMIT" : "ROLLBACK").run();
      return null;
    } catch (error) {
      rollBack();
      throw error;
    }
  };

  const write = (requests: [id: number, work: Work][]): Reply[] => {
    const all = (care: Care) => requests.map(([id, work]): Reply => [id, perform(work, care)]);
    statements("BEGIN IMMEDIATE").run();
    try {
      return all((work) => work());
    } catch {
      rollBack();
      statements("BEGIN IMMEDIATE").run();
      return all(inSavepoint);
    }
  };

  const turn = (requests: [id: number, work: Work][]): Reply[] => {
    try {
      const replies = write(requests);
      finish(true);
      return replies;
    } catch (error) {
      rollBack();
      const failure = toFailure(error);
      return requests.map(([id]) => [id, failure]);
    }
  };

  /** The requests of the open exclusive turn, in order. */
  const within = (requests: Request[]): Reply[] =>
    requests.map(({ id, job }) => {
      if (job.kind === "begin") return [id, toFailure(new Error("Transactions can't be nested."))];
      if (job.kind !== "end") return [id, attempt(() => perform(job, inSavepoint))];
      exclusive = false;
      return [id, attempt(() => finish(job.keep))];
    });

  const begin = (id: number): Reply => [
    id,
    attempt(() => {
      statements("BEGIN IMMEDIATE").run();
      exclusive = true;
      return null;
    }),
  ];

  return {
    take: (requests) => {
      waiting.push(...requests);
      const replies: Reply[] = [];
      while (waiting.length > 0) {
        if (exclusive) {
          const mine = waiting.filter((request) => request.within);
          if (mine.length === 0) return replies;
          waiting = waiting.filter((request) => !request.within);
          replies.push(...within(mine));
          continue;
        }
        const works = leadingWorks(waiting);
        const first = works.length > 0 ? waiting.splice(0, works.length)[0] : waiting.shift();
        if (works.length > 0) replies.push(...turn(works));
        else if (first) replies.push(begin(first.id));
      }
      return replies;
    },
  };
}

/** Those in front of the next "begin". */
function leadingWorks(requests: Request[]): [id: number, work: Work][] {
  const works: [number, Work][] = [];
  for (const { id, job } of requests) {
    if (job.kind === "begin" || job.kind === "end") break;
    works.push([id, job]);
  }
  return works;
}

export const toFailure = (error: unknown): Failure => ({
  failure: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null,
});

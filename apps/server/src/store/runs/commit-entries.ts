import type { JournalEntry, RunEvent, Step } from "@cordboard/contract";
import type { CarrierItem, CommitItem, NewCarrierItem, RunReader, RunWriter } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import { parseStored } from "./rows.ts";

/*
 * What happened to a run, one row per commit (table `commits`): the event, what it did, what was said to and by the carrier.
 * One row instead of one per line, because every webhook writes it.
 *
 *   (run, seq, version, part)   seq: the journal's last after the commit   version: the run's after the commit
 *                               part 0: the commit itself   1, 2, …: lines of the carrier log that came later
 */
interface CommitEntry {
  /** ms since the epoch. */
  at: number;
  event: RunEvent | null;
  journal: JournalEntry[];
  log: NewCarrierItem[];
}

export function commitEntry({ event, advance: { journal }, log }: CommitItem, at: number): string {
  return JSON.stringify({ at, event, journal, log } satisfies CommitEntry);
}

const PAGE = 500;
/** Journals have an end: a run has at most LIMITS.runSteps steps. */
const ALL = 1_000_000;

export function createCommitEntries(
  sql: Sql,
  now: () => number,
): Pick<RunReader, "journal" | "steps" | "recordedEvents" | "carrierLog"> & Pick<RunWriter, "appendLog"> {
  const journal = async (runId: string, afterSeq: number, limit: number): Promise<JournalEntry[]> => {
    const found: JournalEntry[] = [];
    for (let after = afterSeq; ;) {
      const rows = await sql.all<{ seq: number; entry: string }>(
        "SELECT seq, entry FROM commits WHERE run_id = ? AND seq > ? AND part = 0 ORDER BY seq, version LIMIT ?",
        [runId, after, limit],
      );
      for (const row of rows) found.push(...parseStored<CommitEntry>(row.entry).journal.filter(({ seq }) => seq > afterSeq));
      const last = rows.at(-1);
      // A commit may have journalled nothing.
      if (!last || rows.length < limit || found.length >= limit) return found.slice(0, limit);
      after = last.seq;
    }
  };

  return {
    journal: (runId, { afterSeq = 0, limit = PAGE } = {}) => journal(runId, afterSeq, limit),
    steps: async (runId) => {
      const steps = new Map<number, Step>();
      for (const entry of await journal(runId, 0, ALL)) if (entry.kind === "step") steps.set(entry.step.seq, entry.step);
      return [...steps.values()].sort((a, b) => a.seq - b.seq);
    },
    recordedEvents: async (runId) => {
      const rows = await sql.all<{ entry: string }>("SELECT entry FROM commits WHERE run_id = ? AND part = 0 ORDER BY seq, version", [
        runId,
      ]);
      return rows.flatMap(({ entry }) => parseStored<CommitEntry>(entry).event ?? []);
    },
    carrierLog: async (runId, { afterSeq = 0, limit = PAGE } = {}) => {
      const rows = await sql.all<{ version: number; part: number; entry: string }>(
        "SELECT version, part, entry FROM commits WHERE run_id = ? AND version >= ? ORDER BY seq, version, part",
        [runId, Math.floor(afterSeq / LINES_OF_A_VERSION)],
      );
      return rows
        .flatMap(linesOf)
        .filter(({ seq }) => seq > afterSeq)
        .slice(0, limit);
    },
    appendLog: async (runId, items) => {
      if (items.length === 0) return;
      const entry: CommitEntry = { at: now(), event: null, journal: [], log: items };
      await sql.transaction(async (tx) => {
        // Parts are numbered per run: its commits wait, and so do we.
        await tx.get(`SELECT id FROM runs WHERE id = ?${sql.forUpdate}`, [runId]);
        const last = await tx.get<{ seq: number; version: number; part: number }>(
          "SELECT seq, version, part FROM commits WHERE run_id = ? ORDER BY seq DESC, version DESC, part DESC LIMIT 1",
          [runId],
        );
        const { seq, version, part } = last ?? { seq: 0, version: 0, part: 0 };
        await tx.run("INSERT INTO commits (run_id, seq, version, part, entry) VALUES (?, ?, ?, ?, ?)", [
          runId,
          seq,
          version,
          part + 1,
          JSON.stringify(entry),
        ]);
      });
    },
  };
}

const LINES_OF_A_PART = 100;
const LINES_OF_A_VERSION = 1_000 * LINES_OF_A_PART;

/** Lines of the carrier log, numbered in their order, with gaps. */
function linesOf({ version, part, entry }: { version: number; part: number; entry: string }): CarrierItem[] {
  const { at, log } = parseStored<CommitEntry>(entry);
  const first = version * LINES_OF_A_VERSION + part * LINES_OF_A_PART + 1;
  return log.map((line, i) => ({ ...line, at, seq: first + i }));
}

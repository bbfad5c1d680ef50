import type { JournalEntry, RunEvent, RunState, Step } from "@cordboard/contract";
import type { CarrierItem, RunQuery, RunReader } from "../run-store.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { cursorParts, pageOf } from "../catalog/list.ts";
import { EFFECT_COLUMNS, type EffectRow, parseStored, toEffect } from "./rows.ts";

const PAGE = 500;
/** Journals have an end: a run has at most LIMITS.stepsPerRun steps. */
const ALL = 1_000_000;

/** `patient`: for lists, searches and counts. */
export function createRunReader(sql: Sql, patient: Sql): Omit<RunReader, "subscribe"> {
  const entries = async (runId: string, afterSeq: number, limit: number): Promise<JournalEntry[]> => {
    const rows = await sql.all<{ entry: string }>("SELECT entry FROM journal WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?", [
      runId,
      afterSeq,
      limit,
    ]);
    return rows.map((row) => parseStored<JournalEntry>(row.entry));
  };
  const count = async (from: string, value: string): Promise<number> =>
    (await patient.get<{ n: number }>(`SELECT count(*) AS n FROM ${from} = ?`, [value]))?.n ?? 0;

  return {
    run: async (id) => {
      const row = await sql.get<{ state: string }>("SELECT state FROM runs WHERE id = ?", [id]);
      return row ? parseStored<RunState>(row.state) : null;
    },
    listRuns: async (query) => {
      const { where, values } = runFilter(query);
      const text = `SELECT id, started_at, state FROM runs ${where} ORDER BY started_at DESC, id DESC LIMIT ?`;
      const rows = await patient.all<{ id: string; started_at: number; state: string }>(text, [...values, query.limit + 1]);
      return pageOf(
        rows,
        query.limit,
        (row) => parseStored<RunState>(row.state),
        (row) => [row.started_at, row.id],
      );
    },
    journal: (runId, { afterSeq = 0, limit = PAGE } = {}) => entries(runId, afterSeq, limit),
    steps: async (runId) => {
      const steps = new Map<number, Step>();
      for (const entry of await entries(runId, 0, ALL)) if (entry.kind === "step") steps.set(entry.step.seq, entry.step);
      return [...steps.values()].sort((a, b) => a.seq - b.seq);
    },
    recordedEvents: async (runId) => {
      const rows = await sql.all<{ event: string }>("SELECT event FROM events WHERE run_id = ? ORDER BY version", [runId]);
      return rows.map((row) => parseStored<RunEvent>(row.event));
    },
    carrierLog: async (runId, { afterSeq = 0, limit = PAGE } = {}) => {
      const rows = await sql.all<{ seq: number; item: string }>(
        "SELECT seq, item FROM carrier_log WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        [runId, afterSeq, limit],
      );
      return rows.map((row) => ({ ...parseStored<Omit<CarrierItem, "seq">>(row.item), seq: row.seq }));
    },
    effect: async (id) => {
      const row = await sql.get<EffectRow>(`SELECT ${EFFECT_COLUMNS} FROM effects WHERE id = ?`, [id]);
      return row ? toEffect(row) : null;
    },
    listEffects: async ({ state, kind, runId, limit, cursor }) => {
      const { where, values } = filter((add) => {
        if (state !== undefined) add("state = ?", state);
        if (kind !== undefined) add("kind = ?", kind);
        if (runId !== undefined) add("run_id = ?", runId);
        if (cursor) add("(created_at, id) < (?, ?)", ...cursorValues(cursor));
      });
      const text = `SELECT ${EFFECT_COLUMNS} FROM effects ${where} ORDER BY created_at DESC, id DESC LIMIT ?`;
      const rows = await patient.all<EffectRow>(text, [...values, limit + 1]);
      return pageOf(rows, limit, toEffect, (row) => [row.created_at, row.id]);
    },
    countEffects: (state) => count("effects WHERE state", state),
    countRuns: (status) => count("runs WHERE status", status),
  };
}

type Add = (sql: string, ...given: SqlValue[]) => void;

function filter(fill: (add: Add) => void): { where: string; values: SqlValue[] } {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  fill((sql, ...given) => {
    conditions.push(sql);
    values.push(...given);
  });
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "", values };
}

const runFilter = (query: RunQuery): { where: string; values: SqlValue[] } =>
  filter((add) => {
    if (query.flowId !== undefined) add("flow_id = ?", query.flowId);
    if (query.status !== undefined) add("status = ?", query.status);
    if (query.contact !== undefined) add("contact = ?", withPlus(query.contact));
    if (query.number !== undefined) add("number = ?", withPlus(query.number));
    if (query.from !== undefined) add("started_at >= ?", query.from);
    if (query.to !== undefined) add("started_at < ?", query.to);
    if (query.test !== undefined) add("test = ?", query.test ? 1 : 0);
    if (query.batchId !== undefined) add("batch_id = ?", query.batchId);
    if (query.text) add("search LIKE ? ESCAPE '\\'", `%${query.text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
    if (query.cursor) add("(started_at, id) < (?, ?)", ...cursorValues(query.cursor));
  });

const cursorValues = (cursor: string): SqlValue[] => cursorParts(cursor, ["number", "string"]);

export const withPlus = (number: string): string => (/^\d+$/.test(number) ? `+${number}` : number);

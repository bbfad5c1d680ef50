import type { EffectState, JournalEntry, RunEvent, RunState, RunStatus, Step } from "@cordboard/contract";
import type Database from "better-sqlite3";
import type { CarrierItem, RunChange, RunQuery, RunReader } from "../run-store.ts";
import { decodeCursor, type EffectRow, encodeCursor, parseStored, toEffect } from "./rows.ts";

const PAGE = 500;
/** An effect with whether its run still has a live leg. */
export const EFFECT_COLUMNS = "e.*, (SELECT live_legs FROM runs WHERE runs.id = e.run_id) AS live";

export interface Listeners {
  add: (listener: (change: RunChange) => void) => () => void;
}

export function createReader(db: Database.Database, listeners: Listeners): RunReader {
  const runById = db.prepare<[string], { state: string }>("SELECT state FROM runs WHERE id = ?");
  const journalOf = db.prepare<[string, number, number], { entry: string }>(
    "SELECT entry FROM journal WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  const eventsOf = db.prepare<[string], { event: string }>("SELECT event FROM events WHERE run_id = ? ORDER BY version");
  const logOf = db.prepare<[string, number, number], { seq: number; item: string }>(
    "SELECT seq, item FROM carrier_log WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  const effectById = db.prepare<[string], EffectRow>(`SELECT ${EFFECT_COLUMNS} FROM effects e WHERE e.id = ?`);
  const effectCount = db.prepare<[string], { n: number }>("SELECT count(*) AS n FROM effects WHERE state = ?");
  const runCount = db.prepare<[string], { n: number }>("SELECT count(*) AS n FROM runs WHERE status = ?");

  return {
    run: async (id) => {
      const row = runById.get(id);
      return row ? parseStored<RunState>(row.state) : null;
    },
    listRuns: async (query) => {
      const { where, values } = runFilter(query);
      const sql = `SELECT id, started_at, state FROM runs ${where} ORDER BY started_at DESC, id DESC LIMIT ?`;
      const rows = db.prepare<unknown[], { id: string; started_at: number; state: string }>(sql).all(...values, query.limit + 1);
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return {
        items: items.map((r) => parseStored<RunState>(r.state)),
        next: rows.length > query.limit && last ? encodeCursor(last.started_at, last.id) : null,
      };
    },
    journal: async (runId, { afterSeq = 0, limit = PAGE } = {}) =>
      journalOf.all(runId, afterSeq, limit).map((r) => parseStored<JournalEntry>(r.entry)),
    steps: async (runId) => {
      const steps = new Map<number, Step>();
      for (const row of journalOf.iterate(runId, 0, -1)) {
        const entry = parseStored<JournalEntry>(row.entry);
        if (entry.kind === "step") steps.set(entry.step.seq, entry.step);
      }
      return [...steps.values()].sort((a, b) => a.seq - b.seq);
    },
    recordedEvents: async (runId) => eventsOf.all(runId).map((r) => parseStored<RunEvent>(r.event)),
    carrierLog: async (runId, { afterSeq = 0, limit = PAGE } = {}) =>
      logOf.all(runId, afterSeq, limit).map((r) => ({ ...parseStored<Omit<CarrierItem, "seq">>(r.item), seq: r.seq })),
    effect: async (id) => {
      const row = effectById.get(id);
      return row ? toEffect(row) : null;
    },
    listEffects: async (query) => {
      const conditions: string[] = [];
      const values: unknown[] = [];
      for (const [column, value] of [
        ["state", query.state],
        ["kind", query.kind],
        ["run_id", query.runId],
      ] as const) {
        if (value === undefined) continue;
        conditions.push(`e.${column} = ?`);
        values.push(value);
      }
      if (query.cursor) {
        const { at, id } = decodeCursor(query.cursor);
        conditions.push("(e.created_at, e.id) < (?, ?)");
        values.push(at, id);
      }
      const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
      const sql = `SELECT ${EFFECT_COLUMNS} FROM effects e ${where} ORDER BY e.created_at DESC, e.id DESC LIMIT ?`;
      const rows = db.prepare<unknown[], EffectRow>(sql).all(...values, query.limit + 1);
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return { items: items.map(toEffect), next: rows.length > query.limit && last ? encodeCursor(last.created_at, last.id) : null };
    },
    countEffects: async (state: EffectState) => effectCount.get(state)?.n ?? 0,
    countRuns: async (status: RunStatus) => runCount.get(status)?.n ?? 0,
    subscribe: (listener) => listeners.add(listener),
  };
}

function runFilter(query: RunQuery): { where: string; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...given: unknown[]): void => {
    conditions.push(sql);
    values.push(...given);
  };
  if (query.flowId !== undefined) add("flow_id = ?", query.flowId);
  if (query.status !== undefined) add("status = ?", query.status);
  if (query.contact !== undefined) add("contact = ?", withPlus(query.contact));
  if (query.number !== undefined) add("number = ?", withPlus(query.number));
  if (query.from !== undefined) add("started_at >= ?", query.from);
  if (query.to !== undefined) add("started_at < ?", query.to);
  if (query.test !== undefined) add("test = ?", query.test ? 1 : 0);
  if (query.batchId !== undefined) add("batch_id = ?", query.batchId);
  if (query.text) add("search LIKE ? ESCAPE '\\'", `%${query.text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
  if (query.cursor) {
    const { at, id } = decodeCursor(query.cursor);
    add("(started_at, id) < (?, ?)", at, id);
  }
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "", values };
}

const withPlus = (number: string): string => (/^\d+$/.test(number) ? `+${number}` : number);

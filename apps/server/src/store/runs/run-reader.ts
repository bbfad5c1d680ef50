import type { RunState } from "@cordboard/contract";
import type { RunQuery, RunReader } from "../run-store.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { cursorParts, pageOf } from "../catalog/list.ts";
import { EFFECT_COLUMNS, type EffectRow, parseStored, toEffect } from "./rows.ts";

/** `patient`: for lists, searches and counts. */
export function createRunReader(
  sql: Sql,
  patient: Sql,
): Omit<RunReader, "subscribe" | "journal" | "steps" | "recordedEvents" | "carrierLog"> {
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

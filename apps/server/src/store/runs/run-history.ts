import type { Effect, EffectResult, EffectState, InboundMessage, RunState } from "@cordboard/contract";
import { maskEffect } from "../../masking.ts";
import type { MessageRecord, RecordingRecord, RunHistory } from "../run-history.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { cursorParts, pageOf } from "../catalog/list.ts";
import { parseStored } from "./rows.ts";
import { withPlus } from "./run-reader.ts";

interface MessageRow {
  uuid: string;
  at: number;
  status: string | null;
  error_code: string | null;
  /** Of a text that came in. */
  body: string | null;
  run_id: string;
  flow_id: string;
  test: number;
  effect: string | null;
  effect_state: EffectState | null;
  step: number | null;
  result: string | null;
  secrets: string | null;
  state: string;
}
interface RecordingRow {
  id: string;
  run_id: string;
  flow_id: string;
  call_uuid: string | null;
  url: string;
  duration_seconds: number | null;
  transcript: string | null;
  at: number;
}

const MESSAGES = `SELECT m.uuid, m.at, m.status, m.error_code, m.body, m.run_id, r.flow_id, r.test, e.effect, e.state AS effect_state, e.step, e.result, e.secrets, r.state
  FROM messages m JOIN runs r ON r.id = m.run_id LEFT JOIN effects e ON e.id = m.effect_id`;
const RECORDINGS =
  "SELECT c.id, c.run_id, r.flow_id, c.call_uuid, c.url, c.duration_seconds, t.text AS transcript, c.at FROM recordings c JOIN runs r ON r.id = c.run_id LEFT JOIN recording_texts t ON t.id = c.id";

/** Reads the run store's tables; it writes none. */
export function createRunHistory(sql: Sql): RunHistory {
  return {
    listMessages: async ({ limit, cursor, runId, contact, number }) => {
      const { where, values } = conditions([
        ["(m.at, m.uuid) < (?, ?)", cursor && cursorValues(cursor)],
        ["m.run_id = ?", runId && [runId]],
        ["m.contact = ?", contact && [withPlus(contact)]],
        ["r.number = ?", number && [withPlus(number)]],
      ]);
      const rows = await sql.all<MessageRow>(`${MESSAGES} ${where} ORDER BY m.at DESC, m.uuid DESC LIMIT ?`, [...values, limit + 1]);
      return pageOf(rows, limit, toMessage, (row) => [row.at, row.uuid]);
    },
    listRecordings: async ({ limit, cursor, runId }) => {
      const { where, values } = conditions([
        ["(c.at, c.id) < (?, ?)", cursor && cursorValues(cursor)],
        ["c.run_id = ?", runId && [runId]],
      ]);
      const rows = await sql.all<RecordingRow>(`${RECORDINGS} ${where} ORDER BY c.at DESC, c.id DESC LIMIT ?`, [...values, limit + 1]);
      return pageOf(rows, limit, toRecording, (row) => [row.at, row.id]);
    },
    recording: async (id) => {
      const row = await sql.get<RecordingRow>(`${RECORDINGS} WHERE c.id = ?`, [id]);
      return row ? toRecording(row) : null;
    },
  };
}

/** Those that are asked for. */
function conditions(all: [condition: string, values: SqlValue[] | string | undefined][]): { where: string; values: SqlValue[] } {
  const asked = all.flatMap(([condition, values]) => (Array.isArray(values) ? [{ condition, values }] : []));
  const where = asked.length > 0 ? `WHERE ${asked.map(({ condition }) => condition).join(" AND ")}` : "";
  return { where, values: asked.flatMap(({ values }) => values) };
}

const cursorValues = (cursor: string): SqlValue[] => cursorParts(cursor, ["number", "string"]);

function toMessage(row: MessageRow): MessageRecord {
  const common = { uuid: row.uuid, runId: row.run_id, flowId: row.flow_id, test: row.test === 1, stepSeq: row.step, at: row.at };
  const effect = row.effect === null ? null : parseStored<Effect>(row.effect);
  if (effect?.kind === "send_message") {
    const result = row.result === null ? null : parseStored<EffectResult>(row.result);
    const failed = result && !result.ok ? result.error.code : null;
    const status = row.status ?? (failed ? "failed" : row.effect_state === "done" ? "queued" : (row.effect_state ?? "queued"));
    // Of an effect that outlives its run, the values stand beside it.
    const vault = row.secrets === null ? parseStored<RunState>(row.state).vault : parseStored<string[]>(row.secrets);
    const { from, to, text, media, channel } = maskEffect({ vault }, effect);
    return { ...common, direction: "out", from, to, text, media, channel, status, errorCode: row.error_code ?? failed };
  }
  const { from, to, text, media, type } = received(row);
  const channel = type === "mms" || type === "whatsapp" ? type : "sms";
  return { ...common, direction: "in", from, to, text, media, channel, status: "received", errorCode: null };
}

/** Rows of older releases have no body: there was only the text that began the run. */
function received({ body, state }: MessageRow): Pick<InboundMessage, "from" | "to" | "text" | "media" | "type"> {
  if (body !== null) return parseStored<InboundMessage>(body);
  const { trigger } = parseStored<RunState>(state);
  return trigger.kind === "message" ? trigger.message : { from: "", to: "", text: "", media: [], type: "sms" };
}

const toRecording = (row: RecordingRow): RecordingRecord => ({
  id: row.id,
  runId: row.run_id,
  flowId: row.flow_id,
  callUuid: row.call_uuid,
  url: row.url,
  durationSeconds: row.duration_seconds,
  transcript: row.transcript,
  at: row.at,
});

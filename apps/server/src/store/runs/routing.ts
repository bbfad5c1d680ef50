import type { Hearing, Leg } from "@cordboard/contract";
import { type Hearer, QUEUED, type Routing, type TryEntry } from "../run-store.ts";
import type { Sql } from "../sql.ts";
import { parseStored } from "./rows.ts";

interface Routed {
  run_id: string;
  test: number;
}

interface HearerRow {
  run_id: string;
  purpose: Hearing["for"];
  words: string;
  test: number;
}
const toHearer = (row: HearerRow): Hearer => ({
  runId: row.run_id,
  for: row.purpose,
  words: parseStored<string[]>(row.words),
  test: row.test === 1,
});

/** Which run a token, a call, a message or a contact belongs to. */
export function createRouting(sql: Sql): Routing {
  const tryBy = async (column: "token" | "run_id", value: string): Promise<TryEntry | null> => {
    const row = await sql.get<{ entry: string }>(`SELECT entry FROM tries WHERE ${column} = ?`, [value]);
    return row ? parseStored<TryEntry>(row.entry) : null;
  };
  return {
    byToken: async (value) => {
      const row = await sql.get<Routed & { effect_id: string | null }>(
        "SELECT t.run_id, t.effect_id, r.test FROM tokens t JOIN runs r ON r.id = t.run_id WHERE t.token = ?",
        [value],
      );
      return row ? { runId: row.run_id, effectId: row.effect_id, test: row.test === 1 } : null;
    },
    byLeg: async (callUuid) => {
      const row = await sql.get<Routed & { last_reply: string | null; ended: number }>(
        "SELECT l.run_id, l.last_reply, l.ended, r.test FROM legs l JOIN runs r ON r.id = l.run_id WHERE l.call_uuid = ?",
        [callUuid],
      );
      return row ? { runId: row.run_id, lastReply: row.last_reply, ended: row.ended === 1, test: row.test === 1 } : null;
    },
    byMessage: async (uuid) => {
      const row = await sql.get<{ run_id: string; effect_id: string | null }>("SELECT run_id, effect_id FROM messages WHERE uuid = ?", [
        uuid,
      ]);
      return row ? { runId: row.run_id, effectId: row.effect_id } : null;
    },
    hearers: async (number, contact) => {
      const rows = await sql.all<HearerRow>(
        `SELECT run_id, purpose, words, test FROM hearings WHERE contact IN (?, '') AND number IN (?, '')
         ORDER BY CASE purpose WHEN 'answer' THEN 0 ELSE 1 END, CASE WHEN contact = '' THEN 1 ELSE 0 END, since DESC, run_id DESC LIMIT 50`,
        [contact, number],
      );
      return rows.map(toHearer);
    },
    overdueLegs: async (olderThan, limit) => {
      const rows = await sql.all<{ run_id: string; leg: string }>(
        "SELECT run_id, leg FROM legs WHERE ended = 0 AND started_at <= ? ORDER BY started_at LIMIT ?",
        [olderThan, limit],
      );
      return rows.map((row) => ({ runId: row.run_id, leg: parseStored<Leg>(row.leg) }));
    },
    liveRuns: async (flowId, contact) => {
      const rows = await sql.all<{ id: string }>(
        "SELECT id FROM runs WHERE contact = ? AND flow_id = ? AND status = 'running' AND test = 0 ORDER BY started_at, id",
        [contact, flowId],
      );
      return rows.map(({ id }) => id);
    },
    queuedRuns: async (limit) => {
      const rows = await sql.all<{ run_id: string }>(
        // Not as a parameter: it has an index of its own.
        `SELECT t.run_id FROM timers t JOIN runs r ON r.id = t.run_id WHERE t.id = '${QUEUED}' ORDER BY r.started_at, r.id LIMIT ?`,
        [limit],
      );
      return rows.map((row) => row.run_id);
    },
    putTry: async (entry) =>
      void (await sql.run("INSERT INTO tries (token, run_id, entry) VALUES (?, ?, ?)", [entry.token, entry.runId, JSON.stringify(entry)])),
    tryByToken: (value) => tryBy("token", value),
    tryOfRun: (value) => tryBy("run_id", value),
  };
}

import type { Leg } from "@cordboard/contract";
import type Database from "better-sqlite3";
import { QUEUED, type Routing, type TryEntry } from "../run-store.ts";
import { parseStored } from "./rows.ts";

/** Which run a token, a call, a message or a contact belongs to. */
export function createRouting(db: Database.Database): Routing {
  const token = db.prepare<[string], { run_id: string; effect_id: string | null; test: number }>(
    "SELECT t.run_id, t.effect_id, r.test FROM tokens t JOIN runs r ON r.id = t.run_id WHERE t.token = ?",
  );
  const leg = db.prepare<[string], { run_id: string; last_reply: string | null; ended: number; test: number }>(
    "SELECT l.run_id, l.last_reply, l.ended, r.test FROM legs l JOIN runs r ON r.id = l.run_id WHERE l.call_uuid = ?",
  );
  const message = db.prepare<[string], { run_id: string; effect_id: string | null }>(
    "SELECT run_id, effect_id FROM messages WHERE uuid = ?",
  );
  const overdue = db.prepare<[number, number], { run_id: string; leg: string }>(
    "SELECT run_id, leg FROM legs WHERE ended = 0 AND started_at <= ? ORDER BY started_at LIMIT ?",
  );
  const live = db.prepare<[string, string], { id: string }>(
    "SELECT id FROM runs WHERE contact = ? AND flow_id = ? AND status = 'running' AND test = 0 ORDER BY started_at, id",
  );
  const queued = db.prepare<[string, number], { run_id: string }>(
    "SELECT t.run_id FROM timers t JOIN runs r ON r.id = t.run_id WHERE t.id = ? ORDER BY r.started_at, r.id LIMIT ?",
  );
  const addTry = db.prepare("INSERT INTO tries (token, run_id, entry) VALUES (?, ?, ?)");
  const tryBy = (column: "token" | "run_id") => db.prepare<[string], { entry: string }>(`SELECT entry FROM tries WHERE ${column} = ?`);
  const tryByToken = tryBy("token");
  const tryByRun = tryBy("run_id");
  const toTry = (row: { entry: string } | undefined): TryEntry | null => (row ? parseStored<TryEntry>(row.entry) : null);

  return {
    byToken: async (value) => {
      const row = token.get(value);
      return row ? { runId: row.run_id, effectId: row.effect_id, test: row.test === 1 } : null;
    },
    byLeg: async (callUuid) => {
      const row = leg.get(callUuid);
      return row ? { runId: row.run_id, lastReply: row.last_reply, ended: row.ended === 1, test: row.test === 1 } : null;
    },
    byMessage: async (uuid) => {
      const row = message.get(uuid);
      return row ? { runId: row.run_id, effectId: row.effect_id } : null;
    },
    overdueLegs: async (olderThan, limit) => overdue.all(olderThan, limit).map((r) => ({ runId: r.run_id, leg: parseStored<Leg>(r.leg) })),
    liveRuns: async (flowId, contact) => live.all(contact, flowId).map((r) => r.id),
    queuedRuns: async (limit) => queued.all(QUEUED, limit).map((r) => r.run_id),
    putTry: async (entry) => void addTry.run(entry.token, entry.runId, JSON.stringify(entry)),
    tryByToken: async (value) => toTry(tryByToken.get(value)),
    tryOfRun: async (runId) => toTry(tryByRun.get(runId)),
  };
}

import type { Effect, EffectResult, EffectState, RunState } from "@cordboard/contract";
import type Database from "better-sqlite3";
import { maskEffect, maskResult, maskSent } from "../../masking.ts";
import { parseStored } from "./rows.ts";

/** States in which nothing is asked of anybody any more. */
export const OVER: ReadonlySet<EffectState> = new Set(["done", "failed", "cancelled"]);

interface Payload {
  id: string;
  state: EffectState;
  effect: string;
  result: string | null;
}

export interface Wiper {
  /** The reply under this key was made while the run knew secrets. */
  noteReply: (runId: string, key: string) => void;
  /** So will be the replies that this leg is still owed. */
  noteOwed: (callUuid: string) => void;
  /** The run is over: masks the values in its replies and effects. An effect that is still to go out keeps them until it is over. */
  runEnded: (run: RunState, secrets: string[]) => void;
  /** An effect of a run that ended before it. */
  effectEnded: (id: string) => void;
}

/** Keeps sensitive values no longer than their run. Dedupe goes by key and digest, so it needs no bytes. Call it within a transaction. */
export function createWiper(db: Database.Database): Wiper {
  const note = db.prepare("INSERT INTO secret_replies (run_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const noteOwed = db.prepare(
    "INSERT INTO secret_replies (run_id, key) SELECT run_id, key FROM inbox WHERE call_uuid = ? AND reply IS NULL ON CONFLICT DO NOTHING",
  );
  const replies = db.prepare<[string], { key: string; reply: string | null }>(
    "SELECT s.key, i.reply FROM secret_replies s JOIN inbox i ON i.key = s.key WHERE s.run_id = ?",
  );
  const setReply = db.prepare("UPDATE inbox SET reply = ? WHERE key = ?");
  const forget = db.prepare("DELETE FROM secret_replies WHERE run_id = ?");
  const heard = db.prepare<[string, string], { last_reply: string | null }>(
    "SELECT last_reply FROM legs WHERE call_uuid = ? AND run_id = ?",
  );
  const setHeard = db.prepare("UPDATE legs SET last_reply = ? WHERE call_uuid = ?");
  const effects = db.prepare<[string], Payload>("SELECT id, state, effect, result FROM effects WHERE run_id = ?");
  const waiting = db.prepare<[string], Payload & { secrets: string }>(
    "SELECT id, state, effect, result, secrets FROM effects WHERE id = ? AND secrets IS NOT NULL",
  );
  const setPayload = db.prepare("UPDATE effects SET effect = ?, result = ?, secrets = NULL WHERE id = ?");
  const keep = db.prepare("UPDATE effects SET secrets = ? WHERE id = ?");

  const wipe = ({ id, effect, result }: Payload, vault: string[]): void => {
    const masked = result === null ? null : JSON.stringify(maskResult({ vault }, parseStored<EffectResult>(result)));
    setPayload.run(JSON.stringify(maskEffect({ vault }, parseStored<Effect>(effect))), masked, id);
  };

  return {
    noteReply: (runId, key) => void note.run(runId, key),
    noteOwed: (callUuid) => void noteOwed.run(callUuid),
    runEnded: (run, vault) => {
      for (const { key, reply } of replies.all(run.id)) if (reply !== null) setReply.run(maskSent({ vault }, reply), key);
      forget.run(run.id);
      for (const { callUuid } of run.legs) {
        const last = heard.get(callUuid, run.id)?.last_reply;
        if (last) setHeard.run(maskSent({ vault }, last), callUuid);
      }
      for (const row of effects.all(run.id)) {
        if (OVER.has(row.state)) wipe(row, vault);
        else keep.run(JSON.stringify(vault), row.id);
      }
    },
    effectEnded: (id) => {
      const row = waiting.get(id);
      if (row) wipe(row, parseStored<string[]>(row.secrets));
    },
  };
}

import type { Effect, EffectResult, EffectState, Leg, RunState } from "@cordboard/contract";
import { maskEffect, maskResult, maskSent } from "../../masking.ts";
import { maskLeg, maskText } from "@cordboard/engine";
import type { SqlWriter } from "../sql.ts";
import { OVER, parseStored } from "./rows.ts";

/*
 * Sensitive values stay no longer than their run. Dedupe goes by key and digest, so it needs no bytes.
 *
 *   a reply made while the run knew secrets ─► noted in `secret_replies` (by the commit) ─► masked when the run is over
 *   an effect of the run ─┬─ over by then ─► masked with it
 *                         └─ still to go out ─► keeps the values beside it until it is over itself
 *
 * Whom a text is to is kept beside it to be found by, masked from the start: a search must not tell what a list hides.
 *
 * All of it within the transaction that ends the run or the effect.
 */
interface Payload {
  run_id: string;
  id: string;
  state: EffectState;
  effect: string;
  result: string | null;
}

/** The run is over: masks the values in its replies and effects. */
export async function runEnded(sql: SqlWriter, run: RunState, vault: string[]): Promise<void> {
  const replies = await sql.all<{ key: string; reply: string | null }>(
    "SELECT s.key, i.reply FROM secret_replies s JOIN inbox i ON i.key = s.key WHERE s.run_id = ?",
    [run.id],
  );
  for (const { key, reply } of replies)
    if (reply !== null) await sql.run("UPDATE inbox SET reply = ? WHERE key = ?", [maskSent({ vault }, reply), key]);
  await sql.run("DELETE FROM secret_replies WHERE run_id = ?", [run.id]);
  for (const { callUuid } of run.legs) {
    const row = await sql.get<{ leg: string; last_reply: string | null }>(
      "SELECT leg, last_reply FROM legs WHERE call_uuid = ? AND run_id = ?",
      [callUuid, run.id],
    );
    if (!row) continue;
    const leg = JSON.stringify(maskLeg({ vault }, parseStored<Leg>(row.leg)));
    const heard = row.last_reply && maskSent({ vault }, row.last_reply);
    await sql.run("UPDATE legs SET leg = ?, last_reply = ? WHERE call_uuid = ?", [leg, heard, callUuid]);
  }
  const effects = await sql.all<Payload>("SELECT run_id, id, state, effect, result FROM effects WHERE run_id = ?", [run.id]);
  for (const row of effects) {
    if (OVER.has(row.state)) await wipe(sql, row, vault);
    else await sql.run("UPDATE effects SET secrets = ? WHERE id = ?", [JSON.stringify(vault), row.id]);
  }
}

/** An effect that may have outlived its run. */
export async function effectEnded(sql: SqlWriter, id: string): Promise<void> {
  const row = await sql.get<Payload & { secrets: string }>(
    "SELECT run_id, id, state, effect, result, secrets FROM effects WHERE id = ? AND secrets IS NOT NULL",
    [id],
  );
  if (row) await wipe(sql, row, parseStored<string[]>(row.secrets));
}

async function wipe(sql: SqlWriter, { run_id, id, effect, result }: Payload, vault: string[]): Promise<void> {
  const masked = result === null ? null : JSON.stringify(maskResult({ vault }, parseStored<EffectResult>(result)));
  const asked = parseStored<Effect>(effect);
  const contact = contactOf(asked, vault);
  const sent = JSON.stringify(maskEffect({ vault }, asked));
  await sql.run("UPDATE effects SET effect = ?, result = ?, contact = ?, secrets = NULL WHERE id = ?", [sent, masked, contact, id]);
  if (contact !== null) await sql.run("UPDATE messages SET contact = ? WHERE run_id = ? AND effect_id = ?", [contact, run_id, id]);
}

/** Whom a text of ours is to, as far as it may be read; null for another effect. */
export const contactOf = (effect: Effect, vault: string[]): string | null =>
  effect.kind === "send_message" ? maskText({ vault }, effect.to) : null;

import { createHash } from "node:crypto";
import type { Party, StoredEffect } from "../store/run-store.ts";
import { APART_MS } from "./look-up-match.ts";

/**
 * Whom an effect is begun to alone: of two between the same parties that are in doubt, the carrier's lists could not say which
 * one left. Null: nobody looks for it there, or somebody is on the phone and a call is placed at once.
 *
 * Texts go by the recipient, whoever they are from: a powerpack sends from any of its numbers, and a carrier may put another
 * sender in.
 */
export function partyOf({ effect, test, live }: StoredEffect): Party | null {
  const parts = effect.kind === "send_message" ? [effect.to] : effect.kind === "place_call" && !live ? [effect.to, effect.from] : null;
  if (!parts) return null;
  const text = JSON.stringify([effect.kind, test, ...parts]);
  // It outlives the effect's own row for a while, and numbers may be secrets.
  return { name: createHash("sha256").update(text).digest("base64url"), apartMs: APART_MS };
}

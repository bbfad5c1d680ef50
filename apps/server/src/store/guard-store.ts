import { type Attempts, createAttempts } from "./guards/attempts.ts";
import { type ContactSlots, createContactSlots } from "./guards/contact-slots.ts";
import { createReplyChains, type ReplyChains } from "./guards/reply-chains.ts";
import type { Sql } from "./sql.ts";

/** What the guards of the runtime remember, in the database of the runs (area `guards` of its migrations). */
export interface GuardStore {
  slots: ContactSlots;
  attempts: Attempts;
  chains: ReplyChains;
}

/** `now`: database time. */
export function createGuardStore(sql: Sql, now: () => Promise<number>): GuardStore {
  return { slots: createContactSlots(sql, now), attempts: createAttempts(sql, now), chains: createReplyChains(sql, now) };
}

import { type ContactSlots, createContactSlots } from "./guards/contact-slots.ts";
import { createDeaths, type Deaths } from "./guards/deaths.ts";
import { createReplyChains, type ReplyChains } from "./guards/reply-chains.ts";
import { createSendQueue, type SendQueue } from "./guards/send-queue.ts";
import { createStoredLimits, type StoredLimits } from "./guards/sending-limits.ts";
import { createSpending, type Spending } from "./guards/spending.ts";
import type { Sql } from "./sql.ts";

/** What the guards of the runtime remember, in the database of the runs (area `guards` of its migrations). */
export interface GuardStore {
  slots: ContactSlots;
  deaths: Deaths;
  chains: ReplyChains;
  queue: SendQueue;
  limits: StoredLimits;
  spending: Spending;
}

/** `now`: database time. */
export function createGuardStore(sql: Sql, now: () => Promise<number>): GuardStore {
  return {
    slots: createContactSlots(sql, now),
    deaths: createDeaths(sql, now),
    chains: createReplyChains(sql, now),
    queue: createSendQueue(sql),
    limits: createStoredLimits(sql, now),
    spending: createSpending(sql),
  };
}

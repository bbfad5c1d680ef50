import type { Message } from "../../api/messages.ts";
import { didFail } from "../../app/messages/did-fail.ts";

export interface Thread {
  contact: string;
  last: Message;
  count: number;
  /** Messages of ours that did not arrive. */
  failed: number;
}

export const contactOf = (message: Pick<Message, "direction" | "from" | "to">): string =>
  message.direction === "in" ? message.from : message.to;

/** One thread per contact, the one with the newest message first. */
export function threadsOf(messages: readonly Message[]): Thread[] {
  const threads = new Map<string, Thread>();
  for (const message of messages) {
    const contact = contactOf(message);
    const before = threads.get(contact);
    threads.set(contact, {
      contact,
      last: before && before.last.at >= message.at ? before.last : message,
      count: (before?.count ?? 0) + 1,
      failed: (before?.failed ?? 0) + (didFail(message) ? 1 : 0),
    });
  }
  return [...threads.values()].toSorted((a, b) => b.last.at.localeCompare(a.last.at));
}

/** Oldest first, with the day in front of its first message. */
export function byDay(messages: readonly Message[]): { day: string; messages: Message[] }[] {
  const days = Map.groupBy(
    messages.toSorted((a, b) => a.at.localeCompare(b.at)),
    (message) => new Date(message.at).toDateString(),
  );
  return [...days].map(([day, ofDay]) => ({ day, messages: ofDay }));
}

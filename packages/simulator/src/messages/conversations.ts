import { microTime, type Params } from "../calls/params.ts";
import type { World } from "../world.ts";
import type { Message } from "./message.ts";

/** Free text may be sent for this long after the person's last message; then only a template may (plivo-platform 4.3). */
const OPEN_MS = 24 * 3_600_000;

export interface Conversation {
  id: string;
  origin: "service" | "utility";
  until: number;
}

/** WhatsApp conversations of our numbers with people. */
export class Conversations {
  readonly #open = new Map<string, Conversation>();
  /** Begun by a template of ours; free text may not go in these. */
  readonly #begun = new Map<string, Conversation>();

  /** The person wrote: from now on free text may be sent. */
  opened(world: World, number: string, person: string): Conversation {
    const conversation: Conversation = { id: world.newId(), origin: "service", until: world.time.now() + OPEN_MS };
    this.#open.set(pair(number, person), conversation);
    return conversation;
  }

  /** The conversation that a message of ours belongs to; a template begins one. Null: there is none, and free text may not go. */
  for(world: World, message: Message): Conversation | null {
    const known = this.#open.get(pair(message.from, message.to));
    if (known && known.until > world.time.now()) return known;
    if (message.content !== "template") return null;
    const begun = this.#begun.get(pair(message.from, message.to));
    if (begun && begun.until > world.time.now()) return begun;
    const fresh: Conversation = { id: world.newId(), origin: "utility", until: world.time.now() + OPEN_MS };
    this.#begun.set(pair(message.from, message.to), fresh);
    return fresh;
  }

  clear(): void {
    this.#open.clear();
    this.#begun.clear();
  }
}

function pair(number: string, person: string): string {
  return `${number}<${person}`;
}

/** What reports and records of a WhatsApp message add (plivo-platform 3.2). */
export function conversationParams({ conversation }: Message): Params {
  if (!conversation) return {};
  return {
    ConversationID: conversation.id,
    ConversationOrigin: conversation.origin,
    ConversationExpirationTimestamp: microTime(conversation.until).slice(0, 19),
  };
}

import type { UrlRef } from "../calls/leg.ts";
import type { Conversation } from "./conversations.ts";
import type { Intent } from "./opt-outs.ts";

export type MessageType = "sms" | "mms" | "whatsapp";
export type MessageState = "queued" | "sent" | "delivered" | "read" | "undelivered" | "failed" | "received";
export type LogPreference = "true" | "false" | "content_only" | "number_only";

export interface Message {
  uuid: string;
  direction: "inbound" | "outbound";
  type: MessageType;
  /** Keys: digits without `+`; a sender may also be a name. */
  from: string;
  to: string;
  text: string;
  media: string[];
  /** WhatsApp: what kind of thing came in, or what was sent in place of a text. */
  content: "text" | "media" | "button" | "template" | "interactive" | "location";
  state: MessageState;
  /** Plivo's code, `000` when all is well (plivo-platform 6.4). */
  errorCode: string;
  units: number;
  powerpackUuid: string | null;
  /** WhatsApp: the one it belongs to, once it is known. */
  conversation: Conversation | null;
  log: LogPreference;
  intent: Intent;
  createdAt: number;
  sentAt: number | null;
  updatedAt: number;
  /** Where delivery reports go, and how many there were. */
  report: UrlRef | null;
  sequence: number;
}

export const PRICE_PER_UNIT = 0.0055;

/** Messages beyond this are forgotten, oldest first. */
const MAX_MESSAGES = 50_000;

export class MessageBook {
  readonly #messages = new Map<string, Message>();

  add(message: Message): void {
    this.#messages.set(message.uuid, message);
    const oldest = this.#messages.size > MAX_MESSAGES ? this.#messages.keys().next().value : undefined;
    if (oldest !== undefined) this.#messages.delete(oldest);
  }

  get(uuid: string): Message | undefined {
    return this.#messages.get(uuid);
  }

  all(): Message[] {
    return [...this.#messages.values()];
  }

  clear(): void {
    this.#messages.clear();
  }
}

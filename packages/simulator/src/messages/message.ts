import type { UrlRef } from "../calls/leg.ts";
import type { Intent } from "./opt-outs.ts";

export type MessageState = "queued" | "sent" | "delivered" | "undelivered" | "failed" | "received";
export type LogPreference = "true" | "false" | "content_only" | "number_only";

export interface Message {
  uuid: string;
  direction: "inbound" | "outbound";
  /** Keys: digits without `+`; a sender may also be a name. */
  from: string;
  to: string;
  text: string;
  media: string[];
  state: MessageState;
  /** Plivo's code, `000` when all is well (plivo-platform 6.4). */
  errorCode: string;
  units: number;
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

export function typeOf(message: Message): "sms" | "mms" {
  return message.media.length > 0 ? "mms" : "sms";
}

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

import type { CallView, TranscriptEntry } from "../calls/view.ts";
import type { MessageView } from "../messages/view.ts";
import type { LedgerRow } from "./ledger.ts";

/** What `/sim/live` tells; the same facts that the other `/sim` routes answer, as they happen. */
export type SimEvent =
  | { type: "call"; call: Omit<CallView, "transcript"> }
  | { type: "transcript"; callUuid: string; entry: TranscriptEntry }
  | { type: "message"; message: MessageView }
  | { type: "ledger"; row: LedgerRow }
  | { type: "webhook"; webhook: WebhookRecord }
  | { type: "clock"; now: string; timeScale: number }
  | { type: "warning"; code: string; message: string }
  | { type: "reset" };

/** One try of a webhook and what became of it. */
export interface WebhookRecord {
  kind: string;
  method: string;
  url: string;
  params: Record<string, string>;
  attempt: number;
  status: number | null;
  error?: string;
  fault?: string;
}

export type NumberedEvent = SimEvent & { seq: number; at: string };

/** Events are built only when somebody listens: a load test has no listener and should not pay. */
export class EventHub {
  readonly #listeners = new Set<(event: NumberedEvent) => void>();
  readonly #iso: () => string;
  #seq = 0;

  constructor(iso: () => string) {
    this.#iso = iso;
  }

  on(listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(build: () => SimEvent): void {
    this.#seq++;
    if (this.#listeners.size === 0) return;
    const event: NumberedEvent = { ...build(), seq: this.#seq, at: this.#iso() };
    for (const listener of this.#listeners) listener(event);
  }
}

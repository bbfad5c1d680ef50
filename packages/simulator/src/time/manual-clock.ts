import type { Clock } from "../ports.ts";
import { TimerQueue } from "./timer-queue.ts";

/**
 * A host clock that stands still until told otherwise. With it a test runs hours of calls in milliseconds:
 * `await clock.advance(5_000)` fires what becomes due, in order, and lets each consequence settle first.
 */
export class ManualClock implements Clock {
  readonly #queue = new TimerQueue();
  #settle: () => Promise<void>;
  #now: number;

  constructor(options: { now?: number; settle?: () => Promise<void> } = {}) {
    this.#now = options.now ?? Date.UTC(2026, 2, 2, 14, 30);
    this.#settle = options.settle ?? (() => new Promise((resolve) => setImmediate(() => setImmediate(resolve))));
  }

  /** What to wait for between two timers; `simulator.settle` when the webhooks go to a server that needs its time. */
  settleWith(settle: () => Promise<void>): void {
    this.#settle = settle;
  }

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, fn: () => void): () => void {
    return this.#queue.add(this.#now + Math.max(0, ms), fn);
  }

  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    for (;;) {
      await this.#settle();
      const due = this.#queue.next();
      if (due === undefined || due > target) break;
      this.#now = Math.max(this.#now, due);
      for (const fn of this.#queue.takeDue(this.#now)) fn();
    }
    this.#now = target;
    await this.#settle();
  }
}

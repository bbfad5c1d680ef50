import type { Clock } from "../ports.ts";
import { TimerQueue } from "./timer-queue.ts";
import { Interrupted } from "./interrupted.ts";

/**
 * The simulator's own time: host time, faster by `scale`, plus jumps. Everything that lasts (speech, ringing, retries
 * of texts) waits here. Only the patience for a server's answer is host time: the server runs on that.
 */
export class SimTime {
  readonly #host: Clock;
  readonly #settle: () => Promise<void>;
  readonly #queue = new TimerQueue();
  readonly #onError: (error: unknown) => void;
  #scale: number;
  #hostBase: number;
  #simBase: number;
  #disarm: (() => void) | null = null;
  #armedFor = Infinity;

  constructor(options: { host: Clock; scale: number; settle: () => Promise<void>; onError: (error: unknown) => void }) {
    this.#host = options.host;
    this.#scale = options.scale;
    this.#settle = options.settle;
    this.#onError = options.onError;
    this.#hostBase = options.host.now();
    this.#simBase = this.#hostBase;
  }

  /** Simulated milliseconds since the epoch. */
  now(): number {
    return Math.round(this.#simBase + (this.#host.now() - this.#hostBase) * this.#scale);
  }

  iso(): string {
    return new Date(this.now()).toISOString();
  }

  get scale(): number {
    return this.#scale;
  }

  setScale(scale: number): void {
    this.#rebase(this.now());
    this.#scale = scale;
    this.#arm();
  }

  /** Calls `fn` after simulated milliseconds; the answer cancels it. */
  after(ms: number, fn: () => void): () => void {
    const cancel = this.#queue.add(this.now() + Math.max(0, Math.round(ms)), fn);
    if ((this.#queue.next() ?? Infinity) < this.#armedFor) this.#arm();
    return cancel;
  }

  /** Waits simulated milliseconds; `Infinity` waits for the signal alone. Throws Interrupted when the signal comes first. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(Interrupted.from(signal));
      let cancel = (): void => undefined;
      const interrupt = (): void => {
        cancel();
        reject(Interrupted.from(signal));
      };
      signal.addEventListener("abort", interrupt, { once: true });
      if (ms === Infinity) return;
      cancel = this.after(ms, () => {
        signal.removeEventListener("abort", interrupt);
        resolve();
      });
    });
  }

  /** Jumps ahead, firing what becomes due in order and letting its webhooks finish before the next. */
  async advance(ms: number): Promise<void> {
    const target = this.now() + ms;
    for (;;) {
      await this.#settle();
      const due = this.#queue.next();
      if (due === undefined || due > target) break;
      if (due > this.now()) this.#rebase(due);
      this.#fire();
    }
    if (target > this.now()) this.#rebase(target);
    this.#arm();
    await this.#settle();
  }

  /** Forgets every timer. */
  clear(): void {
    this.#queue.clear();
    this.#arm();
  }

  #rebase(simNow: number): void {
    this.#hostBase = this.#host.now();
    this.#simBase = simNow;
  }

  #fire(): void {
    for (const fn of this.#queue.takeDue(this.now())) {
      try {
        fn();
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = null;
    const due = this.#queue.next();
    this.#armedFor = due ?? Infinity;
    if (due === undefined) return;
    const hostMs = Math.max(0, Math.ceil((due - this.now()) / this.#scale));
    this.#disarm = this.#host.setTimer(hostMs, () => {
      this.#fire();
      this.#arm();
    });
  }
}

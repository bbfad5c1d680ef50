import type { SimTime } from "../time/sim-time.ts";

/** Lets a number of outbound calls start each second and queues the others, as the platform does (plivo-platform 4.1). */
export class CallGate {
  readonly #time: SimTime;
  readonly #perSecond: number;
  /** When the next call may start. */
  #free = 0;

  constructor(time: SimTime, perSecond: number) {
    this.#time = time;
    this.#perSecond = perSecond;
  }

  /** How long a call that came now would wait, in milliseconds. */
  get waitMs(): number {
    return this.#perSecond === 0 ? 0 : Math.max(0, this.#free - this.#time.now());
  }

  pass(start: () => void): void {
    if (this.#perSecond === 0) return start();
    const wait = this.waitMs;
    this.#free = this.#time.now() + wait + 1_000 / this.#perSecond;
    if (wait === 0) start();
    else this.#time.after(wait, start);
  }
}

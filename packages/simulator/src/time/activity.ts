/** No server is waited for longer than this before a jump in time goes on without it. */
const PATIENCE_MS = 2_000;

/** Counts what is under way (webhooks, mostly), so that a jump in time can let it finish first. */
export class Activity {
  readonly #patienceMs: number;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  async track<T>(work: Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work;
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Resolves when nothing is under way, two turns of the event loop in a row, or when patience ends. */
  async settle(): Promise<void> {
    const giveUp = performance.now() + this.#patienceMs;
    for (let quiet = 0; quiet < 2; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#underWay === 0) continue;
      const left = giveUp - performance.now();
      if (left <= 0) return;
      await this.#idleOr(left);
      quiet = -1;
    }
  }

  #idleOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

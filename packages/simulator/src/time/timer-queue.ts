interface Timer {
  due: number;
  fn: () => void;
  cancelled: boolean;
}

/** Timers in order of their time; equal times keep the order in which they were set. */
export class TimerQueue {
  #timers: Timer[] = [];

  add(due: number, fn: () => void): () => void {
    const timer: Timer = { due, fn, cancelled: false };
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle]?.due ?? 0) <= due) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => {
      timer.cancelled = true;
      timer.fn = () => undefined; // lets go of what the closure holds
    };
  }

  /** When the next timer is due. */
  next(): number | undefined {
    this.#dropCancelled();
    return this.#timers[0]?.due;
  }

  /** One at a time, because each may cancel or add others. */
  *takeDue(now: number): Generator<() => void> {
    for (;;) {
      this.#dropCancelled();
      const first = this.#timers[0];
      if (!first || first.due > now) return;
      this.#timers.shift();
      yield first.fn;
    }
  }

  clear(): void {
    this.#timers = [];
  }

  #dropCancelled(): void {
    let cancelled = 0;
    while (this.#timers[cancelled]?.cancelled) cancelled++;
    if (cancelled > 0) this.#timers.splice(0, cancelled);
  }
}

/** Something that will happen at a moment of simulated time. */
export interface Happening {
  at: number;
  order: number;
  run: () => void;
  cancelled: boolean;
}

/**
 * Simulated time: a heap of what is to happen, done one after another. Between two happenings every promise that can go
 * on has gone on, so one seed always gives one history.
 */
export class Scheduler {
  /** ms since the beginning. */
  now = 0;
  happened = 0;
  #order = 0;
  readonly #heap: Happening[] = [];

  after(ms: number, run: () => void): Happening {
    const happening = { at: this.now + Math.max(0, ms), order: this.#order++, run, cancelled: false };
    this.#push(happening);
    return happening;
  }

  async runUntil(end: number, stop: () => boolean): Promise<void> {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > end || stop()) break;
      this.#pop();
      if (next.cancelled) continue;
      this.now = next.at;
      this.happened++;
      next.run();
      await settled();
    }
    if (!stop()) this.now = Math.max(this.now, end);
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    let at = heap.push(happening) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(happening, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = happening;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let down = at * 2 + 1;
      let child = heap[down];
      if (child === undefined) break;
      const right = heap[down + 1];
      if (right !== undefined && before(right, child)) {
        down++;
        child = right;
      }
      if (!before(child, last)) break;
      heap[at] = child;
      at = down;
    }
    heap[at] = last;
  }
}

const before = (a: Happening, b: Happening): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Node runs its tick queue only when no promise can go on any more. */
const settled = (): Promise<void> => new Promise((done) => process.nextTick(done));

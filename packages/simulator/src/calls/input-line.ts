import { Interrupted } from "../time/interrupted.ts";

/** What the person at the phone gives. */
export type Input = { kind: "key"; key: string } | { kind: "speech"; text: string };
export type InputKind = Input["kind"];

/**
 * The keys and words of one leg, in order. Elements take them with `next`; while a leg is bridged or recorded they are
 * diverted to whoever asked. What nobody takes waits for the next element that listens.
 */
export class InputLine {
  #queue: Input[] = [];
  #wake: (() => void) | null = null;
  #diverted: ((input: Input) => void) | null = null;

  give(input: Input): void {
    if (this.#diverted) return this.#diverted(input);
    this.#queue.push(input);
    this.#wake?.();
  }

  /** Sends everything to `taker` until the answer is called; what waits in line first. */
  divert(taker: (input: Input) => void): () => void {
    this.#diverted = taker;
    for (const waiting of this.#queue.splice(0)) taker(waiting);
    return () => {
      if (this.#diverted === taker) this.#diverted = null;
    };
  }

  clear(): void {
    this.#queue = [];
  }

  /** Throws away waiting presses of a key: the `#` behind an entry that was complete without it. */
  skipLeading(key: string): void {
    while (this.#queue[0]?.kind === "key" && this.#queue[0].key === key) this.#queue.shift();
  }

  /** The next input of these kinds, taken out of the line; others before it are lost. Throws Interrupted. */
  async next(kinds: readonly InputKind[], signal: AbortSignal): Promise<Input> {
    await this.arrival(kinds, signal);
    const input = this.#queue.shift();
    if (!input) throw new Interrupted("done");
    return input;
  }

  /** Resolves when an input of these kinds waits in line, without taking it. Throws Interrupted. */
  arrival(kinds: readonly InputKind[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const interrupt = (): void => {
        this.#wake = null;
        reject(Interrupted.from(signal));
      };
      const look = (): void => {
        while (this.#queue[0] && !kinds.includes(this.#queue[0].kind)) this.#queue.shift();
        if (this.#queue.length === 0) return;
        this.#wake = null;
        signal.removeEventListener("abort", interrupt);
        resolve();
      };
      if (signal.aborted) return reject(Interrupted.from(signal));
      signal.addEventListener("abort", interrupt, { once: true });
      this.#wake = look;
      look();
    });
  }
}

/**
 * Decides what to do with a numbered message of a feed whose numbers are gapless from 1.
 * `repeat`: seen already, drop it. `gap`: something was missed, refetch everything after `last`.
 */
export type SeqVerdict = "next" | "repeat" | "gap";

export class SeqGate {
  #last: number | null = null;

  /** Null until the first snapshot: until then every message is a gap, because nobody knows what came before. */
  get last(): number | null {
    return this.#last;
  }

  /** A snapshot that includes everything up to `seq` was fetched. An older one than what we have changes nothing. */
  snapshot(seq: number): void {
    this.#last = Math.max(this.#last ?? 0, seq);
  }

  offer(seq: number): SeqVerdict {
    if (this.#last === null) return "gap";
    if (seq <= this.#last) return "repeat";
    if (seq > this.#last + 1) return "gap";
    this.#last = seq;
    return "next";
  }
}

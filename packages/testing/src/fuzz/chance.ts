/** Chance by seed: the same seed, parser and number draw the same input on every machine (sfc32). */
export class Chance {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number, name: string, index: number) {
    this.#a = seed | 0;
    this.#b = index | 0;
    this.#c = hashOf(name);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number, 0 ≤ x < below. */
  int(below: number): number {
    return below <= 0 ? 0 : this.bits() % below;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.bits() % times === 0;
  }

  pick<const T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T;
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  }

  /** `most` or fewer of what `make` makes; few more often than many. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.int(this.int(most + 1) + 1) }, make);
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Something that happens at most once, such as the answer of a leg. Late listeners are told at once. */
export class Once<T> {
  #listeners: ((value: T) => void)[] = [];
  #value: { value: T } | null = null;

  get fired(): boolean {
    return this.#value !== null;
  }

  get value(): T | undefined {
    return this.#value?.value;
  }

  /** Answers false when it had happened before. */
  fire(value: T): boolean {
    if (this.#value) return false;
    this.#value = { value };
    for (const listener of this.#listeners.splice(0)) listener(value);
    return true;
  }

  on(listener: (value: T) => void): () => void {
    if (this.#value) {
      listener(this.#value.value);
      return () => undefined;
    }
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }
}

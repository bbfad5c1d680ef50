import type { World } from "../world.ts";
import type { Message } from "./message.ts";

/** Lets each number send so many messages a second and queues the others, as the platform does (plivo-platform 4.1). */
export class SendQueue {
  readonly #perSecond: number;
  /** When the next message of a number may leave. */
  readonly #free = new Map<string, number>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Milliseconds that this message waits for those of its number before it. */
  waitMs(world: World, message: Message): number {
    if (this.#perSecond === 0) return 0;
    const now = world.time.now();
    const at = Math.max(now, this.#free.get(message.from) ?? 0);
    this.#free.set(message.from, at + 1_000 / this.#perSecond);
    return at - now;
  }
}

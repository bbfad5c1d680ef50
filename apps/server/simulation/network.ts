import type { Chance } from "./chance.ts";
import type { Replica } from "./replica.ts";
import type { Scheduler } from "./scheduler.ts";

/** A webhook as the carrier means it. Its repeats carry the same `digest`, each attempt has a nonce of its own. */
export interface Webhook {
  /** Path of our URL. */
  path: string;
  params: Record<string, string>;
  digest: string;
  xml: boolean;
}

export interface NetworkOptions {
  chance: Chance;
  scheduler: Scheduler;
  replicas: () => readonly Replica[];
  /** A webhook comes twice, at about the same time. */
  twice: number;
  /** The connection breaks while our answer is on its way. */
  cut: number;
  /** Told of each answer as it left us, and whether the carrier got it. */
  answered: (webhook: Webhook, body: string, arrived: boolean) => void;
  /** Told of each attempt that came to nothing. */
  unanswered: (webhook: Webhook, why: string) => void;
}

/** Plivo's patience: read time-out (scaled down with everything else) and tries. */
const READ_TIMEOUT_MS = 5_000;
const TRIES = 5;

/** The way from the carrier to any of our processes: it knocks, waits, and knocks elsewhere. */
export class Network {
  readonly #options: NetworkOptions;
  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** `done`: the document, or null when the carrier has given up. */
  post(webhook: Webhook, done: (body: string | null) => void): void {
    const { chance, scheduler, twice } = this.#options;
    let first = true;
    const once = (body: string | null): void => {
      if (!first) return;
      first = false;
      done(body);
    };
    this.#attempt(webhook, 1, once);
    if (chance.hit(twice)) scheduler.after(chance.next() * chance.between(0, 3_000), () => this.#attempt(webhook, TRIES, () => undefined));
  }

  #attempt(webhook: Webhook, n: number, done: (body: string | null) => void): void {
    const { chance, scheduler, replicas, cut, answered, unanswered } = this.#options;
    let over = false;
    const end = (body: string | null): void => {
      if (over) return;
      over = true;
      timeout.cancelled = true;
      if (body !== null) return done(body);
      if (n >= TRIES) return done(null);
      scheduler.after(chance.between(300, 1_500), () => this.#attempt(webhook, n + 1, done));
    };
    const fail = (why: string): void => {
      if (!over) unanswered(webhook, why);
      end(null);
    };
    const timeout = scheduler.after(READ_TIMEOUT_MS, () => fail("time-out"));
    const all = replicas();
    const replica = all[chance.int(all.length)];
    if (!replica?.process.alive) {
      scheduler.after(1, () => fail("refused"));
      return;
    }
    replica.process.whenDead(() => fail("broken off"));
    replica.process.later(chance.next() * 20, () => {
      replica.receive(webhook).then(
        (body) => {
          const arrives = !over && !chance.hit(cut);
          answered(webhook, body, arrives);
          scheduler.after(chance.next() * 20, () => end(arrives ? body : null));
        },
        (error: unknown) => void scheduler.after(chance.next() * 20, () => fail(String(error))),
      );
    });
  }
}

import type { Host } from "../src/runtime/host.ts";
import { createRunIds } from "../src/runtime/ids.ts";
import type { GuardStore } from "../src/store/guard-store.ts";
import type { RunStore } from "../src/store/run-store.ts";
import type { Chance } from "./chance.ts";
import type { Scheduler } from "./scheduler.ts";

/** How often what goes wrong, per call of the store. Zero once the faults are over. */
export interface Faults {
  /** The process dies before the call has arrived, or after it was done and before it knows. */
  crash: number;
  /** The call never arrived. */
  lost: number;
  /** It was done, and the answer was lost (a COMMIT whose connection broke). */
  answerLost: number;
  /** The process stands still, for longer than a lease (SIGSTOP). */
  freeze: number;
  /** The machine's clock is set to another time. */
  clockJump: number;
}

export interface ProcessOptions {
  chance: Chance;
  scheduler: Scheduler;
  faults: Faults;
  /** The machine's clock when it is right: database time. */
  databaseTime: () => number;
  /** A process that is alone: its calls die with it. */
  alone: boolean;
  died: () => void;
}

/** So many calls of the store are answered at once, without a chance for anything to go wrong. */
const QUICK = 0.5;
/** The most that one call of the store takes, ms. */
const SLOW_MS = 40;

/**
 * One process of the server. Its time stands still while it is frozen; when it has died nothing of it ever goes on: its
 * timers don't fire, and what it waits for doesn't come.
 */
export class SimProcess {
  alive = true;
  readonly host: Host;
  readonly #options: ProcessOptions;
  readonly #mourners: (() => void)[] = [];
  #frozenUntil = 0;
  #wallSkew: number;

  constructor(options: ProcessOptions) {
    this.#options = options;
    const { chance, scheduler, databaseTime } = options;
    const began = chance.between(0, 1e6);
    this.#wallSkew = chance.between(-3_600_000, 3_600_000);
    this.host = {
      now: () => began + scheduler.now,
      wallClock: () => databaseTime() + this.#wallSkew,
      after: (ms, call) => this.#timer(ms, call),
      every: (ms, call) => {
        let cancelled = false;
        const turn = (): void => {
          cancel = this.#timer(ms, () => {
            if (!cancelled) turn();
            call();
          });
        };
        let cancel = (): void => undefined;
        turn();
        return () => {
          cancelled = true;
          cancel();
        };
      },
      soon: (call) => this.later(0, call),
      random: () => chance.next(),
      newId: () => chance.uuid(),
      newRunId: createRunIds((n) => Buffer.from(chance.hex(n * 2), "hex")),
      fetch: () => Promise.reject(new Error("Nothing here talks HTTP.")),
    };
  }

  /** Goes on in this process, if it still lives then, and when it moves again. */
  later(ms: number, run: () => void): void {
    const { scheduler } = this.#options;
    const go = (): void => {
      if (!this.alive) return;
      if (scheduler.now < this.#frozenUntil) scheduler.after(this.#frozenUntil - scheduler.now, go);
      else run();
    };
    scheduler.after(ms, go);
  }

  #timer(ms: number, call: () => void): () => void {
    let cancelled = false;
    this.later(Math.max(1, ms), () => {
      if (!cancelled) call();
    });
    return () => {
      cancelled = true;
    };
  }

  crash(): void {
    if (!this.alive) return;
    this.alive = false;
    const { scheduler, died } = this.#options;
    // Its connections break.
    for (const told of this.#mourners) scheduler.after(1, told);
    died();
  }

  whenDead(told: () => void): void {
    this.#mourners.push(told);
  }

  freeze(ms: number): void {
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#options.scheduler.now + ms);
  }

  /** ms until it moves again. */
  get frozenFor(): number {
    return this.alive ? Math.max(0, this.#frozenUntil - this.#options.scheduler.now) : 0;
  }

  get moves(): boolean {
    return this.alive && this.#options.scheduler.now >= this.#frozenUntil;
  }

  /** A call that leaves the process and comes back: each is a place to die, to stand still, or to lose the connection. */
  call<T>(work: () => Promise<T>): Promise<T> {
    const { chance, scheduler, faults, alone } = this.#options;
    if (!this.alive) return new Promise(() => undefined);
    // Most calls are quick and come to nothing else: they cost no happening of their own.
    if (chance.hit(QUICK)) return work();
    return new Promise((resolve, reject) => {
      const answer = (give: () => void): void => this.later(chance.next() * SLOW_MS * chance.next(), give);
      const arrive = (): void => {
        // What a dead process had sent may still arrive.
        if (!this.alive && (alone || chance.hit(0.5))) return;
        if (chance.hit(faults.lost)) return answer(() => reject(new Error("The connection broke before the call arrived.")));
        work().then(
          (value) => {
            if (chance.hit(faults.crash)) this.crash();
            else if (chance.hit(faults.answerLost)) answer(() => reject(new Error("The connection broke before the answer came.")));
            else answer(() => resolve(value));
          },
          (error: unknown) => answer(() => reject(error instanceof Error ? error : new Error(String(error)))),
        );
      };
      if (chance.hit(faults.crash)) this.crash();
      if (chance.hit(faults.freeze)) this.freeze(chance.between(500, 12_000));
      if (chance.hit(faults.clockJump)) this.#wallSkew = chance.between(-3_600_000, 3_600_000);
      if (chance.hit(0.6)) arrive();
      else scheduler.after(chance.next() * SLOW_MS, arrive);
    });
  }

  /** Who may begin a run with whom, as this process reaches it. */
  guardsOf(guards: GuardStore): GuardStore {
    const { claim, claimFor, settle } = guards.slots;
    const slots: GuardStore["slots"] = {
      claim: (slot, instead) => this.call(() => claim(slot, instead)),
      claimFor: (slot) => this.call(() => claimFor(slot)),
      settle: (slot, born) => this.call(() => settle(slot, born)),
    };
    return { ...guards, slots };
  }

  /** The store as this process reaches it. */
  storeOf(store: RunStore): RunStore {
    const names = Object.keys(store).filter((name) => name !== "subscribe" && name !== "tables") as (keyof RunStore)[];
    const calls = names.map((name) => [name, (...given: unknown[]) => this.call(() => callOf(store, name)(...given))] as const);
    return asStore({
      ...Object.fromEntries(calls),
      subscribe: (listener: Parameters<RunStore["subscribe"]>[0]) => store.subscribe(listener),
    });
  }
}

/** The two casts of a wrapper that hands every method on under its own name. */
const callOf = (store: RunStore, name: keyof RunStore): ((...given: unknown[]) => Promise<unknown>) =>
  store[name] as unknown as (...given: unknown[]) => Promise<unknown>;
const asStore = (methods: object): RunStore => methods as RunStore;

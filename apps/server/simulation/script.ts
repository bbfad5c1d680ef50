import type { NewRunEvent } from "@cordboard/carrier";
import { happening, type Known, randomActs } from "@cordboard/engine/random";
import type { Chance } from "./chance.ts";
import type { FakeCarrier } from "./fake-carrier.ts";
import { pinOf, type PlayedFlow } from "./flows.ts";
import type { MemoryStore } from "./memory-store/memory-store.ts";
import type { Model } from "./model.ts";
import type { Replica } from "./replica.ts";
import type { Scheduler } from "./scheduler.ts";

const WORDS = ["hi", "hours", "1", "Ann", "help", "stop it"];
const CONTACTS = ["+14155550101", "+14155550102"];

export interface Stage {
  chance: Chance;
  scheduler: Scheduler;
  store: MemoryStore;
  flows: readonly PlayedFlow[];
  slots: readonly Replica[];
  carrier: FakeCarrier;
  model: Model;
}

/** What people do: they call, text, ask by API, stop runs, and do things that nobody asked for. */
export class Script {
  readonly #stage: Stage;
  #n = 0;
  constructor(stage: Stage) {
    this.#stage = stage;
  }

  plan(window: number): void {
    const { chance, scheduler } = this.#stage;
    const at = (share: number, act: () => void): void => void scheduler.after(chance.next() * window * share, act);
    for (let n = 2 + chance.int(5); n > 0; n--) at(0.7, () => this.#begin());
    const acts = randomActs(chance.int(256));
    for (const act of acts.slice(0, chance.int(12))) at(1, () => this.#act(act));
    if (chance.hit(0.2)) at(1, () => this.#stop());
  }

  #someone(): Replica | undefined {
    const { chance, slots } = this.#stage;
    const replica = chance.pick(slots);
    return replica.process.moves ? replica : undefined;
  }

  #begin(): void {
    const { chance, flows, carrier, scheduler } = this.#stage;
    const n = chance.int(flows.length);
    const trigger = chance.pick(flows[n]?.triggers ?? ["api"]);
    const from = chance.pick(CONTACTS);
    const to = `+1415555019${n}`;
    if (trigger === "call") return carrier.callIn(String(n), from, to);
    if (trigger === "message") {
      const texts = flows[n]?.hears ? 1 + chance.int(5) : 1;
      for (let text = 0; text < texts; text++)
        scheduler.after(text * chance.next() * 2_500, () => carrier.textIn(String(n), from, to, chance.pick(WORDS)));
      return;
    }
    this.#request(`key-${++this.#n}`, n, from, to, 4);
  }

  /** A client of our API: with the same key until it has an answer, sometimes once more. */
  #request(key: string, n: number, contact: string, ours: string, tries: number): void {
    const { chance, scheduler, flows, model } = this.#stage;
    const flow = flows[n];
    const again = (): void => {
      if (tries > 1) scheduler.after(chance.between(100, 1_000), () => this.#request(key, n, contact, ours, tries - 1));
    };
    const replica = this.#someone();
    if (!flow || !replica) return again();
    let over = false;
    const end = (then: () => void): void => {
      if (over) return;
      over = true;
      then();
    };
    replica.process.whenDead(() => end(again));
    const trigger = { kind: "api", params: {}, to: contact, from: ours } as const;
    replica.runtime.startRun({ pin: pinOf(flow, n), trigger, idempotency: { key, digest: key } }).then(
      ({ runId }) =>
        end(() => {
          model.started(key, runId);
          if (chance.hit(0.3)) again();
        }),
      () => end(again),
    );
  }

  #someRun() {
    const { chance, store } = this.#stage;
    const running = [...store.tables.runs.values()].filter((run) => run.running);
    return running.length > 0 ? chance.pick(running).state : null;
  }

  stopAll(): void {
    for (const run of this.#stage.store.tables.runs.values())
      if (run.running)
        this.#someone()
          ?.runtime.stopRun(run.id, "Ann")
          .catch(() => undefined);
  }

  #stop(): void {
    const run = this.#someRun();
    const replica = this.#someone();
    if (run) replica?.runtime.stopRun(run.id, "Ann").catch(() => undefined);
  }

  /** Of the engine's own nonsense, what could come in from outside. Timers and results come from our workers only. */
  #act(act: ReturnType<typeof randomActs>[number]): void {
    const run = this.#someRun();
    const replica = this.#someone();
    if (!run || !replica || !OUTSIDE.has(act.act)) return;
    const calls = Object.entries(run.effects).flatMap(([id, { kind }]) => (kind === "place_call" ? [id] : []));
    const known: Known = { tokens: [], timers: [], calls, effects: Object.keys(run.effects), texts: 0 };
    const event: NewRunEvent | null = happening(act, run, known);
    if (!event) return;
    const key = `act-${++this.#n}`;
    const work = { runId: run.id, event, inbox: { key, digest: key, callUuid: null, xml: false } };
    for (let times = act.twice ? 2 : 1; times > 0; times--)
      this.#someone()
        ?.runtime.deliver(work)
        .catch(() => undefined);
  }
}

const OUTSIDE: ReadonlySet<string> = new Set(["press", "come_back", "forwarded", "record", "delivered", "hang_up", "old_token", "unknown"]);

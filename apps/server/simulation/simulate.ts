import type { AssignedNumber, FlowCatalog } from "../src/runtime/ports.ts";
import { Chance } from "./chance.ts";
import { FakeCarrier, MOST_LAG_MS, type Moods } from "./fake-carrier.ts";
import { type FlowPool, OWN_SITE, pinOf, type PlayedFlow } from "./flows.ts";
import { createMemoryGuards } from "./memory-store/guards.ts";
import { createMemoryStore, type MemoryStore } from "./memory-store/memory-store.ts";
import { Model } from "./model.ts";
import { Network } from "./network.ts";
import { plant, type Planted } from "./planted.ts";
import { type Replica, startReplica } from "./replica.ts";
import { Scheduler } from "./scheduler.ts";
import { Script } from "./script.ts";
import type { Faults } from "./sim-process.ts";
import { witness } from "./witness.ts";

export interface Outcome {
  seed: number;
  problems: string[];
  /** The last things that happened, when `trace` is asked for. */
  trace: string[];
  happened: number;
  commits: number;
  crashes: number;
  /** Stopped before its end because a flow made too much of it. */
  cutShort: boolean;
  deeds: number;
}

const BEGAN = Date.parse("2026-03-01T12:00:00.000Z");
/** No more than this can happen in one simulation that comes to rest. */
const MOST = 100_000;
/** A flow of whims that texts in a circle is stopped by the engine's budgets, which have their own tests; here it only takes time. */
const NOISY = { effectsOfOneEvent: 25, commits: 200 };
/** Flows of whims may go round for ever: a run is stopped when all together have come this far. */
const ENOUGH_COMMITS = 40;
/** Database time goes on in leaps when the faults are over: past each deadline there is, one after another. */
const LEAPS_MS = [31_000, 62_000, 605_000, 30_000, 14_500_000, 62_000, 605_000];

/** One history of a few processes, a carrier and some callers, all from one seed. */
export async function simulate(seed: number, pool: FlowPool, options: { planted?: Planted; trace?: boolean } = {}): Promise<Outcome> {
  const chance = new Chance(seed);
  const scheduler = new Scheduler();
  let leapt = 0;
  const databaseTime = (): number => BEGAN + Math.floor(scheduler.now) + leapt;
  const lines: string[] = [];
  const say = (line: () => string): void => {
    if (options.trace) lines.push(`${(scheduler.now / 1000).toFixed(3).padStart(8)} s  ${line()}`);
  };

  const store = createMemoryStore(databaseTime);
  const model = new Model(store);
  const guards = createMemoryGuards(store.tables, databaseTime);
  const witnessed = witness(options.planted ? plant(options.planted, store) : store, {
    committed: (item) => {
      say(
        () =>
          `commit ${item.runId.slice(-4)} v${item.expectedVersion + 1} ${item.event.type} ${item.inbox?.key ?? item.guard?.kind ?? ""} -> ${item.advance.run.status}`,
      );
      model.committed(item, databaseTime());
      noisy ||= item.advance.effects.length > NOISY.effectsOfOneEvent || model.commits > NOISY.commits;
    },
    begun: (id) => model.effectBegun(id),
    changed: (id, to) => say(() => `effect ${id.slice(0, 4)} -> ${to}`),
  });

  const flows = [pool.random(chance.int(1e6)), ...Array.from({ length: 1 + chance.int(3) }, () => anyFlow(chance, pool))];
  const catalog = catalogOf(flows);
  const { faults, moods, alone, processes, twice, cut } = drawTroubles(chance);
  const slots: Replica[] = [];
  let crashes = 0;
  let calm = false;
  let rested = false;
  let noisy = false;

  const network = new Network({
    chance,
    scheduler,
    replicas: () => slots,
    twice,
    cut,
    unanswered: (webhook, why) => {
      say(() => `${webhook.path} ${why}`);
      // Events of one run are applied one after another: in a crowd of them somebody waits for long.
      if (rested && model.commits < ENOUGH_COMMITS) model.unanswered(webhook, why);
    },
    answered: (webhook, body, arrived) => {
      say(
        () =>
          `${webhook.path} ${JSON.stringify(webhook.params["CallUUID"]?.slice(0, 4) ?? "")} answered ${arrived ? "" : "(lost) "}${body.slice(0, 80)}`,
      );
      model.answered(webhook, body, arrived, flows[Number(/\/n\/(\d+)/.exec(webhook.path)?.[1] ?? -1)]?.polite ?? false);
    },
  });
  const lagMs = options.planted === "absence" ? 20 * MOST_LAG_MS : MOST_LAG_MS;
  const carrier = new FakeCarrier({ chance, scheduler, moods, databaseTime, network, lagMs });
  const visits = new Map<string, number>();
  const web = (url: string, method: string): { status: number; body: string } => {
    if (method === "POST" && url.startsWith(OWN_SITE)) visits.set(url, (visits.get(url) ?? 0) + 1);
    return { status: 200, body: "{}" };
  };

  const begin = (slot: number): void => {
    const replica = startReplica({
      chance,
      scheduler,
      faults,
      databaseTime,
      alone,
      store: witnessed,
      guards,
      carrier,
      catalog,
      flows: pool.compiled,
      subFlows: { pin: async (_node, { flow }) => pool.named(flow) },
      web,
      died: () => {
        crashes++;
        say(() => `process ${slot} died`);
        scheduler.after(calm ? 1 : chance.between(50, 3_000), () => begin(slot));
      },
    });
    say(() => `process ${slot} started`);
    slots[slot] = replica;
  };
  for (let slot = 0; slot < processes; slot++) begin(slot);

  const script = new Script({ chance, scheduler, store, flows, slots, carrier, model });
  const window = chance.between(3_000, 8_000);
  script.plan(window);
  const tooMuch = (): boolean => noisy || scheduler.happened > MOST || model.problems.length > 0;
  await scheduler.runUntil(window, () => tooMuch() || model.commits > ENOUGH_COMMITS);

  // No more faults: everything must come to rest.
  calm = true;
  for (const rates of [faults, moods]) for (const name of Object.keys(rates)) Object.assign(rates, { [name]: 0 });
  const restOrTooMuch = (): boolean => tooMuch() || (scheduler.happened % 64 === 0 && isOver(store, carrier));
  const rest = (ms: number): Promise<void> => scheduler.runUntil(scheduler.now + ms, restOrTooMuch);
  // A dead process's claim to begin a run is another's after 10 s.
  await rest(12_000 + Math.max(...slots.map(({ process }) => process.frozenFor)));
  rested = true;
  for (const leap of LEAPS_MS) {
    if (isOver(store, carrier)) break;
    if (model.commits > ENOUGH_COMMITS) script.stopAll();
    leapt += leap;
    await rest(2_500);
  }
  if (!isOver(store, carrier)) await rest(6_000);
  if (scheduler.happened > MOST) model.problems.push("P9 it never comes to rest");
  if (model.problems.length === 0 && !noisy) model.atRest(carrier.deeds, visits, databaseTime());
  return {
    seed,
    problems: model.problems,
    trace: lines,
    happened: scheduler.happened,
    commits: model.commits,
    crashes,
    cutShort: noisy,
    deeds: carrier.deeds.length,
  };
}

/** Nothing is left that could still happen. */
function isOver({ tables }: MemoryStore, { phones }: FakeCarrier): boolean {
  for (const run of tables.runs.values()) if (run.running) return false;
  for (const { stored } of tables.effects.values()) {
    const { state, effect, reported } = stored;
    const asked = effect.kind === "send_message" || effect.kind === "place_call";
    if (state === "pending" || state === "begun" || (state === "uncertain" && (asked || !reported))) return false;
  }
  for (const phone of phones.values()) if (!phone.over) return false;
  return true;
}

function anyFlow(chance: Chance, pool: FlowPool): PlayedFlow {
  return chance.hit(0.5) ? pool.random(chance.int(1e6)) : chance.pick(pool.made);
}

function catalogOf(flows: readonly PlayedFlow[]): FlowCatalog {
  const number = async (token: string): Promise<AssignedNumber | null> =>
    flows[Number(token)] ? { number: `+1415555019${token}`, voiceFlowId: token, messageFlowId: token } : null;
  return {
    snapshot: async () => null,
    published: async (flowId) => {
      const flow = flows[Number(flowId)];
      return flow ? pinOf(flow, Number(flowId)) : null;
    },
    numberByToken: number,
    number: (e164) => number(e164.slice(-1)),
  };
}

/** What kind of day it is: many seeds have few troubles, some have all of them. */
function drawTroubles(chance: Chance) {
  const rate = (...rates: number[]): number => chance.pick(rates);
  const faults: Faults = {
    crash: rate(0, 0.004, 0.02),
    lost: rate(0, 0.02, 0.1),
    answerLost: rate(0, 0.02, 0.1),
    freeze: rate(0, 0, 0.004, 0.03),
    clockJump: rate(0, 0.01),
  };
  const moods: Moods = {
    unreachable: rate(0, 0.05, 0.3),
    busy: rate(0, 0.1),
    serverError: rate(0, 0.05),
    didItTimeout: rate(0, 0.05, 0.25, 1),
    timeout: rate(0, 0.05),
    refuses: rate(0, 0.05),
    forgets: rate(0, 0, 0.1, 1),
  };
  const alone = chance.hit(0.25);
  return { faults, moods, alone, processes: alone ? 1 : rate(2, 2, 3), twice: rate(0, 0.1, 0.5), cut: rate(0, 0.05) };
}

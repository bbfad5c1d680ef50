import { type CutProxy, type Trap } from "../world/cut-proxy.ts";
import { sleep, until } from "../world/processes.ts";
import type { Replica } from "../world/replica.ts";
import { atEffectAnswer, atEffectRequest, cutAfterBytes, cutAfterMark } from "../world/traps.ts";
import type { World } from "../world/world.ts";
import type { Act, ActKind } from "./schedule.ts";
import type { Specimen } from "./specimen.ts";

/** What really happened, as opposed to what was meant to. */
export interface Tally {
  kills: number;
  killsInEffect: number;
  freezes: number;
  databaseStops: number;
  cuts: number;
  faults: number;
  /** Acts that found nothing to act on in time. */
  missed: number;
  /** Instants of the kills, ms since the epoch. */
  killedAt: number[];
  /** ms from the start of a process to its first right answer. */
  restarts: number[];
}

export const newTally = (): Tally => ({
  kills: 0,
  killsInEffect: 0,
  freezes: 0,
  databaseStops: 0,
  cuts: 0,
  faults: 0,
  missed: 0,
  killedAt: [],
  restarts: [],
});

/** A trap that nothing runs into is taken back. */
const TRAP_MS = 6_000;
/** Longer than the lease of 3 s. */
const FREEZE_MS = { least: 3_500, most: 6_000 };
const SHARES = [0.01, 0.05, 0.25, 1] as const;

/** For what a stop of the database held up to go on; after it the next stop comes all the same. */
const SERVED_SECONDS = 8;

type Do = (act: Act) => Promise<void>;

/** The deeds behind the names of a schedule. Each resolves when what it broke is whole again. */
export function createActs(world: World, specimen: Specimen, tally: Tally): Record<ActKind, Do> {
  const { replicas, carrier, database } = world;
  /** Acts on one replica, or on the database, take turns. */
  const turns = new Map<unknown, Promise<void>>();
  const alone = (about: unknown, work: () => Promise<void>): Promise<void> => {
    const next = (turns.get(about) ?? Promise.resolve()).then(work);
    turns.set(
      about,
      next.catch(() => undefined),
    );
    return next;
  };
  const replicaOf = ({ replica }: Act): Replica => {
    const found = replicas[replica];
    if (!found) throw new Error(`There is no replica ${replica}.`);
    return found;
  };
  const upAgain = async (replica: Replica, act: Act): Promise<void> => {
    await sleep(act.amount * 300);
    const stopsBefore = database?.stops;
    const starting = replica.start();
    const [took] = await Promise.all([specimen.firstRightAnswer(replica), starting]);
    // With the database away the time is the database's, not ours.
    if (took !== null && database?.stops === stopsBefore && replica.state === "up" && (database?.running ?? true))
      tally.restarts.push(took);
  };
  const kill = async (replica: Replica): Promise<void> => {
    tally.kills++;
    tally.killedAt.push(Date.now());
    await replica.kill();
  };

  /** Troubles that queued up behind another one still find something under way; one in ten hits a process as it starts. */
  const breath = ({ amount }: Act): Promise<void> => sleep(amount < 0.1 ? 0 : amount * 1_200);

  /**
   * One stop right after another would find nothing under way. A row of them is one outage, and when it outlasts the hold loop
   * callers are told to call again, as they should be: on a slow machine that was taken for a loss.
   */
  const servedAgain = async (): Promise<void> => {
    const before = world.recorder.acknowledged;
    const goesOn = async (): Promise<boolean> => world.recorder.acknowledged > before && world.route.held === 0;
    await until("what was held goes on", goesOn, SERVED_SECONDS).catch(() => undefined);
  };

  const inEffect = (trapOf: (then: () => void) => Trap): Do => {
    return (act) =>
      alone(replicaOf(act), async () => {
        const replica = replicaOf(act);
        const deaths: Promise<void>[] = [];
        const went = await spring(world.toCarrier[act.replica], trapOf, () => deaths.push(kill(replica)));
        if (!went) return void tally.missed++;
        tally.killsInEffect++;
        await Promise.all(deaths);
        await upAgain(replica, act);
      });
  };
  const cutOnce = (trapOf: (act: Act) => Trap): Do => {
    return async (act) => {
      const proxy = world.toDatabase[act.replica];
      if (!(await spring(proxy, () => trapOf(act)))) return void tally.missed++;
      tally.cuts++;
    };
  };
  const wire = (mode: CutProxy["mode"]): Do => {
    return async (act) => {
      const proxy = world.toDatabase[act.replica];
      if (!proxy) return;
      proxy.mode = mode;
      await sleep(500 + act.amount * 4_000);
      proxy.mode = "pass";
      proxy.cutAll();
      tally.cuts++;
    };
  };
  const carrierFault = (name: string, settings: (act: Act) => Record<string, unknown>): Do => {
    return (act) =>
      alone(name, async () => {
        await carrier.faults({ [name]: settings(act) });
        tally.faults++;
        await sleep(1_500 + act.amount * 2_500);
        await carrier.faults({ [name]: false });
      });
  };

  return {
    kill: (act) =>
      alone(replicaOf(act), async () => {
        const replica = replicaOf(act);
        await breath(act);
        await kill(replica);
        await upAgain(replica, act);
      }),
    kill_after_effect: inEffect(atEffectAnswer),
    kill_before_effect: inEffect(atEffectRequest),
    freeze: (act) =>
      alone(replicaOf(act), async () => {
        const replica = replicaOf(act);
        await breath(act);
        if (!replica.freeze()) return void tally.missed++;
        tally.freezes++;
        await sleep(FREEZE_MS.least + act.amount * (FREEZE_MS.most - FREEZE_MS.least));
        replica.thaw();
      }),
    carrier_cut: async (act) => {
      if (!(await spring(world.toCarrier[act.replica], () => atEffectAnswer(() => undefined)))) return void tally.missed++;
      tally.cuts++;
    },
    accept_then_drop: carrierFault("acceptThenDrop", ({ amount }) => ({
      on: "rest",
      method: "POST",
      rate: SHARES[Math.floor(amount * 4)] ?? 1,
    })),
    refuse_429: carrierFault("status429", () => ({ on: "rest", method: "POST", rate: 0.2, value: 1 })),
    // An answer of 5xx to a text leaves everybody in doubt for ever; the carrier's lists fail here.
    carrier_5xx: carrierFault("status5xx", () => ({ on: "rest", method: "GET", rate: 0.5 })),
    repeat_webhooks: carrierFault("duplicate", () => ({ rate: 0.5, value: 2 })),
    drop_webhooks: carrierFault("drop", () => ({ on: "webhooks", rate: 0.2 })),
    shuffle_webhooks: carrierFault("shuffleCallbacks", () => ({ value: 1_500, rate: 0.5 })),
    database_stop: (act) =>
      alone(database, async () => {
        if (!database) return;
        await servedAgain();
        await database.stopHard();
        tally.databaseStops++;
        // One in eight is long enough for held calls to come back more than once.
        await sleep(act.amount > 0.875 ? 3_000 : act.amount * 600);
        await database.start();
      }),
    cut_all: async (act) => {
      tally.cuts += (world.toDatabase[act.replica]?.cutAll() ?? 0) > 0 ? 1 : 0;
    },
    cut_after_bytes: cutOnce(({ amount }) => cutAfterBytes(Math.floor(amount * 20_000))),
    cut_after_commit: cutOnce(cutAfterMark),
    half_open: wire("half_open"),
    blackhole: wire("blackhole"),
    slow_wire: async (act) => {
      const proxy = world.toDatabase[act.replica];
      if (!proxy) return;
      proxy.delayMs = 5 + act.amount * 100;
      await sleep(3_000);
      proxy.delayMs = 0;
    },
  };
}

/** Sets a trap and waits for it to go off; false when nothing ran into it. */
async function spring(
  proxy: CutProxy | undefined,
  trapOf: (then: () => void) => Trap,
  then: () => unknown = () => undefined,
): Promise<boolean> {
  if (!proxy) return false;
  const before = proxy.cuts;
  const disarm = proxy.arm(trapOf(() => void then()));
  await until("the trap went off", async () => proxy.cuts > before, TRAP_MS / 1000, 10).catch(() => undefined);
  return !disarm();
}

import type { Random } from "../faults/random.ts";
import { sleep } from "../world/processes.ts";
import type { World } from "../world/world.ts";
import { type Patience, STUBBORN } from "./as-carrier.ts";
import { call, type CallPlan, planCall, planLongCall } from "./caller.ts";
import type { Prepared } from "./flows.ts";
import { addPhone, callBySimulator, startRun, text } from "./others.ts";
import { People } from "./people.ts";

export interface Mix {
  /** Callers at the same time; each calls again as soon as it has hung up. */
  callers: number;
  /** Callers whose calls are long and have no effects: most of the events. */
  lingerers?: number;
  texters: number;
  /** API starts at the same time of the flow that waits. */
  starters: number;
  /** Whole calls by the simulator, in and out, a second. */
  phonesPerSecond: number;
  /** Longest pause of a person between two calls, or two texts; none when left out. */
  pauseMs?: number;
  /** Of the callers' carrier. */
  patience: Patience;
}

/** Sized so that two cores are busy and no queue grows: what is under way when a replica dies is what is tested. */
export const FULL: Mix = { callers: 48, lingerers: 64, texters: 12, starters: 8, phonesPerSecond: 1, patience: STUBBORN };

export interface Load {
  /** Begins nothing more and waits until everything under way is over. */
  stop: () => Promise<void>;
  counts: { calls: number; served: number; texts: number; starts: number; phones: number };
}

/** Errors of the load itself: they would make a run look better than it was. */
export function startLoad(world: World, at: Prepared, mix: Mix, random: Random, failed: (error: unknown) => void): Load {
  const counts = { calls: 0, served: 0, texts: 0, starts: 0, phones: 0 };
  const people = new People();
  let stopped = false;

  const repeat = async (work: (own: Random) => Promise<unknown>): Promise<void> => {
    const own = random.fork();
    while (!stopped) {
      await work(own).catch(async (error: unknown) => {
        failed(error);
        await sleep(500);
      });
      if (mix.pauseMs) await sleep(own.between(0, mix.pauseMs));
    }
  };
  const calls = async (plan: CallPlan): Promise<void> => {
    const { served } = await call(world, at.desk, plan);
    counts.calls++;
    if (served) counts.served++;
  };
  const caller = (own: Random) => calls(planCall(own, people.next(), mix.patience));
  const lingerer = (own: Random) => calls(planLongCall(own, people.next(), mix.patience));
  const texter = (own: Random) => text(world, at.texts, people.next(), own.chance(0.1) ? 5 : 1).then(() => counts.texts++);
  const starter = async (own: Random): Promise<void> => {
    await startRun(world, at.flows.wait, people.next(), own.chance(0.1) ? 3 : 1);
    counts.starts++;
    // A run lasts seconds; without a pause they would be all there is.
    await sleep(own.between(100, 400));
  };
  const phone = async (own: Random): Promise<void> => {
    const number = people.next();
    if (own.chance(0.5)) await callBySimulator(world, number);
    else {
      await addPhone(world, number, own.pick(["1", "2"]));
      await startRun(world, at.flows.call, number, 1);
    }
    counts.phones++;
    await sleep(1000 / mix.phonesPerSecond);
  };

  const many = (count: number, work: (own: Random) => Promise<unknown>) => Array.from({ length: count }, () => repeat(work));
  const loops = [
    ...many(mix.callers, caller),
    ...many(mix.lingerers ?? 0, lingerer),
    ...many(mix.texters, texter),
    ...many(mix.starters, starter),
  ];
  if (mix.phonesPerSecond > 0) loops.push(repeat(phone));
  return {
    counts,
    stop: async () => {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

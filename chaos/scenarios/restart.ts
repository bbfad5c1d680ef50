import { takeSpecimen } from "../faults/specimen.ts";
import { ask, VOICE } from "../load/as-carrier.ts";
import { callFields, STARTING } from "../load/caller.ts";
import type { Prepared } from "../load/flows.ts";
import { startAlarms } from "../load/others.ts";
import { People } from "../load/people.ts";
import { spread } from "../report.ts";
import type { World } from "../world/world.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const WAITING = 9_000;
const IN_CALLS = 1_000;
const RESTARTS = 20;
const CALLS_AT_ONCE = 50;

/** Runs that wait for tomorrow, and calls that wait for a key. */
export async function fill(world: World, at: Prepared, waiting: number, inCalls: number): Promise<void> {
  const people = new People(1_000_000);
  const numbers = Array.from({ length: waiting }, () => people.next());
  await startAlarms(world, at.flows.alarm, numbers, new Date(Date.now() + 86_400_000).toISOString());
  for (let done = 0; done < inCalls; done += CALLS_AT_ONCE) {
    const callers = Array.from({ length: Math.min(CALLS_AT_ONCE, inCalls - done) }, () => ({ ...callFields(people.next()), ...STARTING }));
    await Promise.all(callers.map((fields) => ask(world, { path: at.desk.answer, fields, patience: VOICE })));
  }
}

/** Killed and started again so often; times from the start of the process to its first right answer, ms. */
export async function restarts(world: World, at: Prepared, times: number): Promise<number[]> {
  const specimen = await takeSpecimen(world, at.desk);
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const replica = world.replicas[i % world.replicas.length];
    if (!replica) break;
    await replica.kill();
    const starting = replica.start();
    const ms = await specimen.firstRightAnswer(replica);
    await starting;
    if (ms !== null) took.push(ms);
  }
  return took;
}

export const restart: Scenario = {
  promise: "with 10,000 waiting runs, a killed process gives its first right answer within 2 s (p99), 4 s at worst",
  stores: ["sqlite", "postgres"],
  run: async (world, at): Promise<Outcome> => {
    await fill(world, at, WAITING, IN_CALLS);
    const took = spread(await restarts(world, at, RESTARTS));
    return {
      figures: { "waiting runs": WAITING + IN_CALLS, "of them in calls": IN_CALLS, "restart to first right answer, ms": took },
      wrong: beyond([
        ["restart, p99 ms", took?.["p99"], 2_000],
        ["restart, worst ms", took?.["worst"], 4_000],
      ]),
    };
  },
};

import type { EffectItem } from "@cordboard/api";
import type { Prepared } from "../load/flows.ts";
import { startRun, text } from "../load/others.ts";
import { People } from "../load/people.ts";
import { spread } from "../report.ts";
import { sleep, until } from "../world/processes.ts";
import type { World } from "../world/world.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const DEATHS = 20;
/** Texts that are on their way to the carrier when a replica dies; both replicas hold some of them. */
const UNDER_WAY = 30;
/** The carrier takes this long over each, so that they are under way when the replica dies. */
const CARRIER_MS = 1_500;
const GIVE_UP_SECONDS = 30;

/** A replica dies with effects in its hands: how long until none of them is its any more, ms from the kill. */
export async function takeovers(world: World, at: Prepared, deaths: number): Promise<number[]> {
  const people = new People(2_000_000);
  const took: number[] = [];
  for (let i = 0; i < deaths; i++) {
    const dying = world.replicas[i % world.replicas.length];
    if (!dying) break;
    await world.carrier.faults({ delayMs: { value: CARRIER_MS, on: "rest", method: "POST", path: "/Message/" } });
    await Promise.all(Array.from({ length: UNDER_WAY }, () => text(world, at.texts, people.next(), 1)));
    // Its waits are over while nobody is there to see it.
    const waiting = await Promise.all(Array.from({ length: 5 }, () => startRun(world, at.flows.wait, people.next(), 1)));
    await sleep(200);
    await dying.kill();
    const killedAt = Date.now();
    await world.carrier.clearFaults();
    const theirs = async (state: string): Promise<number> => {
      const { items } = await world.api.get<{ items: EffectItem[] }>(`/api/effects?state=${state}&limit=200`);
      return items.filter(({ createdAt }) => Date.parse(createdAt) < killedAt).length;
    };
    await until("what it held is taken over", async () => (await theirs("begun")) + (await theirs("pending")) === 0, GIVE_UP_SECONDS, 25);
    took.push(Date.now() - killedAt);
    await dying.start();
    await until("its waits have ended", async () => {
      const runs = await Promise.all(waiting.map((id) => world.api.get<{ status: string }>(`/api/runs/${id ?? ""}`)));
      return runs.every(({ status }) => status !== "running");
    });
  }
  return took;
}

export const takeover: Scenario = {
  promise: "what a dead replica was doing is another's within 5 s (p99), 10 s at worst",
  stores: ["postgres"],
  run: async (world, at): Promise<Outcome> => {
    const took = spread(await takeovers(world, at, DEATHS));
    return {
      figures: { "deaths of a replica": DEATHS, "texts under way at each": UNDER_WAY, "until all are another's, ms": took },
      wrong: beyond([
        ["takeover, p99 ms", took?.["p99"], 5_000],
        ["takeover, worst ms", took?.["worst"], 10_000],
      ]),
    };
  },
};

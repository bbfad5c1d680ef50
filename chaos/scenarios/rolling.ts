import type { Prepared } from "../load/flows.ts";
import { callFields, HUNG_UP, STARTING } from "../load/caller.ts";
import { People } from "../load/people.ts";
import { signed } from "../load/sign.ts";
import { spread } from "../report.ts";
import { sleep } from "../world/processes.ts";
import { answered } from "../world/route.ts";
import type { World } from "../world/world.ts";
import { judge } from "../verdict.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const PER_SECOND = 100;
const ROUNDS = 3;
/** Of quiet between two restarts. */
const PAUSE_MS = 2_000;

interface Steady {
  sent: number;
  failed: string[];
  stop: () => Promise<void>;
}

/** Webhooks at a steady rate, whoever is there: calls that begin, and hang up. Each has the carrier's one repeat and no more. */
export function steadily(world: World, at: Prepared, perSecond: number): Steady {
  const people = new People(3_000_000);
  const under = new Set<Promise<void>>();
  const steady: Steady = {
    sent: 0,
    failed: [],
    stop: async () => {
      clearInterval(timer);
      await Promise.all(under);
    },
  };
  const send = async (path: string, fields: Record<string, string>): Promise<void> => {
    steady.sent++;
    const body = new URLSearchParams(fields).toString();
    const reply = await world.route.send({ method: "POST", path, headers: signed(world.balancer.url + path, fields), body });
    if (!answered(reply)) steady.failed.push(`${path.split("/").at(-1)}: ${reply.error}`);
    else if (reply.status !== 200) steady.failed.push(`${path.split("/").at(-1)}: ${reply.status}`);
  };
  const one = async (): Promise<void> => {
    const base = callFields(people.next());
    await send(at.desk.answer, { ...base, ...STARTING });
    await send(at.desk.hangup, { ...base, ...HUNG_UP });
  };
  const timer = setInterval(() => {
    const done = one();
    under.add(done);
    void done.finally(() => under.delete(done));
  }, 2_000 / perSecond);
  return steady;
}

export const rolling: Scenario = {
  promise: `two replicas are restarted in turn under ${PER_SECOND} webhooks a second, and none fails after the carrier's one repeat`,
  stores: ["postgres"],
  run: async (world, at): Promise<Outcome> => {
    const load = steadily(world, at, PER_SECOND);
    const stops: number[] = [];
    await sleep(PAUSE_MS);
    for (let round = 0; round < ROUNDS; round++) {
      for (const replica of world.replicas) {
        stops.push(await replica.stop());
        await replica.start();
        await sleep(PAUSE_MS);
      }
    }
    await load.stop();
    const { findings, figures } = await judge(world, at, { lookUp: true, calmSeconds: 10 });
    const stopping = spread(stops);
    return {
      figures: {
        restarts: stops.length,
        webhooks: load.sent,
        failed: load.failed.length,
        "asked to stop until gone, ms": stopping,
        ...figures,
      },
      wrong: [
        ...new Set(load.failed),
        ...findings.map(({ rule, subject, what }) => `${rule}: ${subject}: ${what}`),
        ...beyond([
          ["webhooks that failed", load.failed.length, 0],
          ["stop, worst ms", stopping?.["worst"], 30_000],
        ]),
      ],
    };
  },
};

import { startAlarms } from "../load/others.ts";
import { People } from "../load/people.ts";
import { spread } from "../report.ts";
import { judge } from "../verdict.ts";
import { sleep, until } from "../world/processes.ts";
import type { World } from "../world/world.ts";
import type { Prepared } from "../load/flows.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const TIMERS = 5_000;
/** Starting them takes a while; none may be due before all are set. */
/** Begun to see how long that takes; not counted. */
const SAMPLE = 250;
/** One replica dies this long after the first timer is due. */
const KILL_AFTER_MS = 400;

/** Due within one second; ms that each was late. A wait is as long as the whole seconds from its beginning to the moment it was given. */
export async function allDueAtOnce(world: World, at: Prepared, count: number): Promise<{ late: number[]; wrong: string[] }> {
  const people = new People(4_000_000);
  const numbers = (many: number): string[] => Array.from({ length: many }, () => people.next());
  const began = Date.now();
  await startAlarms(world, at.flows.alarm, numbers(SAMPLE), new Date(began).toISOString());
  // None may be due before all are set, and the machine may be slower in a moment.
  const due = Date.now() + 10_000 + ((Date.now() - began) / SAMPLE) * count * 1.6;
  const ids = new Set(await startAlarms(world, at.flows.alarm, numbers(count), new Date(due).toISOString()));
  if (Date.now() > due) throw new Error(`${count} runs were not begun in time; the machine is busy with something else.`);
  await sleep(due + KILL_AFTER_MS - Date.now());
  await world.replicas[0]?.kill();
  // Texts that died with their replica stay in doubt for minutes: the end is when no more are sent.
  let texts = 0;
  const noneAdded = async (): Promise<boolean> => {
    const before = texts;
    texts = world.carrier.ledger.length;
    return texts > 0 && texts === before;
  };
  await until("no more texts are sent", noneAdded, 120, 4_000);
  await world.replicas[0]?.start();
  const { findings, evidence } = await judge(world, at, { lookUp: true, calmSeconds: 5 });
  const alarms = evidence.runs.flatMap(({ id, steps }) => steps.filter(({ name }) => name === "Alarm" && ids.has(id)));
  const wrong = findings.map(({ rule, subject, what }) => `${rule}: ${subject}: ${what}`);
  const late = alarms.flatMap(({ enteredAt, leftAt }) => {
    if (leftAt === null) return [];
    const begun = Date.parse(enteredAt);
    return [Date.parse(leftAt) - (begun + Math.ceil((due - begun) / 1000) * 1000)];
  });
  if (late.length !== count) wrong.push(`${late.length} of ${count} timers fired`);
  return { late, wrong };
}

export const timers: Scenario = {
  promise: "5,000 timers are due in one second and one of two replicas dies: each fires once, none early, the last within 10 s",
  stores: ["postgres"],
  run: async (world, at): Promise<Outcome> => {
    const { late, wrong } = await allDueAtOnce(world, at, TIMERS);
    const times = spread(late);
    const early = late.filter((ms) => ms < 0).length;
    return {
      figures: { timers: late.length, early, "late by, ms": times },
      wrong: [
        ...wrong,
        ...beyond([
          ["timers that fired early", early, 0],
          ["late, worst ms", times?.["worst"], 10_000],
        ]),
      ],
    };
  },
};

import { Random } from "../faults/random.ts";
import type { Prepared } from "../load/flows.ts";
import { type Mix, startLoad } from "../load/generator.ts";
import { STUBBORN } from "../load/as-carrier.ts";
import { spread } from "../report.ts";
import { judge } from "../verdict.ts";
import { sleep } from "../world/processes.ts";
import { type Attempt, isAcknowledged } from "../world/record.ts";
import type { World } from "../world/world.ts";
import { beyond, type Outcome, type Scenario } from "./scenario.ts";

const AWAY_MS = 20_000;
/** 2 s, and the time on the wire and in our own queue. */
export const ANSWER_MS = 2_250;
const CALLS: Mix = { callers: 100, texters: 4, starters: 0, phonesPerSecond: 0, patience: STUBBORN };

export interface Away {
  /** When it went and when it was back, ms since the epoch. */
  goneAt: number;
  backAt: number;
  calls: number;
  /** Calls that heard goodbye, or were put down by the caller. */
  served: number;
}

/** Calls go on while PostgreSQL is stopped hard and stays away; then it comes back. `seconds`: of load before and after. */
export async function goAway(world: World, at: Prepared, mix: Mix, awayMs: number, seconds: number): Promise<Away> {
  const errors: unknown[] = [];
  const load = startLoad(world, at, mix, new Random(7), (error) => errors.push(error));
  await sleep(seconds * 1000);
  await world.database?.stopHard();
  const goneAt = Date.now();
  await sleep(awayMs);
  await world.database?.start();
  const backAt = Date.now();
  await sleep(seconds * 1000);
  await load.stop();
  if (errors.length > 0) throw errors[0];
  return { goneAt, backAt, calls: load.counts.calls, served: load.counts.served };
}

/** Times of the answers that calls got while the database was away, and from its return to the first event that was taken again, ms. */
export function whileAway({ goneAt, backAt }: Away, attempts: readonly Attempt[]) {
  const away = attempts.filter(
    ({ path, at: sent, status }) => path.startsWith("/carrier/voice/") && sent > goneAt && sent < backAt && status !== null,
  );
  const first = attempts.find((attempt) => attempt.at + attempt.ms > backAt && isAcknowledged(attempt));
  return { answers: spread(away.map(({ ms }) => ms)), healedMs: first ? first.at + first.ms - backAt : Number.POSITIVE_INFINITY };
}

export const outage: Scenario = {
  promise: "PostgreSQL is away for 20 s under 100 live calls: every voice answer is XML within 2 s, no text is lost, calls go on",
  stores: ["postgres"],
  run: async (world, at): Promise<Outcome> => {
    const away = await goAway(world, at, CALLS, AWAY_MS, 5);
    const { findings, figures, evidence } = await judge(world, at, { lookUp: true, calmSeconds: 15, latestTimerMs: AWAY_MS + 10_000 });
    const { answers, healedMs } = whileAway(away, evidence.attempts);
    const { calls, served } = away;
    return {
      figures: {
        "seconds away": AWAY_MS / 1000,
        calls,
        served,
        "answers to calls meanwhile, ms": answers,
        "healed after, ms": Math.round(healedMs),
        ...figures,
      },
      wrong: [
        ...findings.map(({ rule, subject, what }) => `${rule}: ${subject}: ${what}`),
        ...beyond([
          ["an answer to a call meanwhile, worst ms", answers?.["worst"], ANSWER_MS],
          ["healed after, ms", healedMs, 5_000],
          ["calls that were not served", calls - served, 0],
        ]),
      ],
    };
  },
};

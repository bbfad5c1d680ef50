import type { Evidence, Finding } from "./check/evidence.ts";
import { Random } from "./faults/random.ts";
import { type Act, type ActKind, schedule } from "./faults/schedule.ts";
import { takeSpecimen } from "./faults/specimen.ts";
import { unleash } from "./faults/unleash.ts";
import { prepare } from "./load/flows.ts";
import { FULL, startLoad } from "./load/generator.ts";
import { byRule, type Figure, keep, machine, printFindings, printTable, spread } from "./report.ts";
import { judge } from "./verdict.ts";
import { startWorld, type WorldOptions } from "./world/world.ts";

export interface StormOptions {
  minutes: number;
  seed: number;
  /** Off: the carrier's lists cannot be read. */
  lookUp: boolean;
  /** Off: nothing is ever heard of an effect again. */
  callbacks: boolean;
  world: WorldOptions;
}

/** What is switched off lasts from beginning to end; troubles that would switch it on again are left out. */
function switchedOff({ lookUp, callbacks }: StormOptions): { lasting: Record<string, unknown>; without: Set<ActKind> } {
  return {
    lasting: {
      ...(!lookUp && { status5xx: { on: "rest", method: "GET" } }),
      ...(!callbacks && { drop: { on: "webhooks", path: "/e/" } }),
    },
    without: new Set([...(lookUp ? [] : (["carrier_5xx"] as const)), ...(callbacks ? [] : (["drop_webhooks"] as const))]),
  };
}

/** Longer than a run waits for an effect in doubt with a live call (30 s). */
const CALM_SECONDS = 40;

/** Load, troubles, calm, verdict; printed and kept. Answers what must not be, and is. */
export async function storm(options: StormOptions): Promise<Finding[]> {
  const { seed, minutes, lookUp, callbacks } = options;
  const { store, replicas } = options.world;
  const world = await startWorld(options.world);
  try {
    const at = await prepare(world);
    const specimen = await takeSpecimen(world, at.desk);
    const { lasting, without } = switchedOff(options);
    if (Object.keys(lasting).length > 0) await world.carrier.faults(lasting);
    const acts: Act[] = schedule({ seed, minutes, store, replicas }).filter(({ kind }) => !without.has(kind));
    console.log(`${acts.length} troubles in ${minutes} min, seed ${seed}, ${store}, ${replicas} replica(s)`);
    const loadErrors: string[] = [];
    const load = startLoad(world, at, FULL, new Random(seed + 1), (error) => loadErrors.push(String(error)));
    const began = performance.now();
    const tally = await unleash(world, acts, specimen, (line) => console.log(line));
    await load.stop();
    const seconds = Math.round((performance.now() - began) / 1000);
    const verdict = await judge(world, at, { lookUp: lookUp || callbacks, lists: lookUp, calmSeconds: CALM_SECONDS, lasting });
    const figures: Record<string, Figure> = {
      "seconds of load": seconds,
      ...load.counts,
      kills: tally.kills,
      "of them in the effect window": tally.killsInEffect,
      "database stops": tally.databaseStops,
      cuts: tally.cuts,
      freezes: tally.freezes,
      "faults at the carrier": tally.faults,
      "troubles that found nothing": tally.missed,
      "starts refused": world.replicas.reduce((sum, one) => sum + one.refusedStarts, 0),
      "restart to first right answer, ms": spread(tally.restarts),
      "from a kill until an effect under way is settled, ms": spread(afterKill(verdict.evidence, tally.killedAt)),
      ...verdict.figures,
      "errors of the load": loadErrors.length,
    };
    const broken = byRule(verdict.findings);
    console.log(`\n${store}, ${replicas} replica(s), seed ${seed}, look-up ${onOff(lookUp)}, callbacks ${onOff(callbacks)}`);
    printTable({ ...figures, ...broken });
    printFindings(verdict.findings);
    for (const error of new Set(loadErrors)) console.log(`  load: ${error}`);
    const ran = { minutes, seed, store, replicas, lookUp, callbacks };
    console.log(
      `kept in ${keep(store, { at: new Date().toISOString(), machine: machine(), options: ran, figures, broken, findings: verdict.findings.slice(0, 50) })}`,
    );
    return verdict.findings;
  } finally {
    await world.close();
  }
}

const onOff = (value: boolean): string => (value ? "on" : "off");

/** From a kill to the settling of each effect that was under way then, ms. */
function afterKill({ runs }: Evidence, killedAt: readonly number[]): number[] {
  return runs.flatMap(({ effects }) =>
    effects.flatMap(({ createdAt, settledAt }) => {
      if (settledAt === null) return [];
      const [from, to] = [Date.parse(createdAt), Date.parse(settledAt)];
      const kill = killedAt.find((at) => at > from && at < to);
      return kill === undefined ? [] : [to - kill];
    }),
  );
}

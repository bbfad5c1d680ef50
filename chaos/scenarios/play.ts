import { prepare } from "../load/flows.ts";
import { keep, machine, printTable } from "../report.ts";
import { startWorld, type WorldOptions } from "../world/world.ts";
import { diskFull } from "./disk-full.ts";
import { outage } from "./outage.ts";
import { restart } from "./restart.ts";
import { rolling } from "./rolling.ts";
import type { Scenario } from "./scenario.ts";
import { takeover } from "./takeover.ts";
import { timers } from "./timers.ts";

export const SCENARIOS: Record<string, Scenario> = { takeover, restart, rolling, outage, timers, "disk-full": diskFull };

/** One scenario by name, in a world of its own; printed and kept. Answers what is not as promised. */
export async function play(name: string, options: WorldOptions): Promise<string[]> {
  const scenario = SCENARIOS[name];
  if (!scenario) return [complain(`There is no scenario "${name}". There are ${Object.keys(SCENARIOS).join(", ")}.`)];
  const [usual] = scenario.stores;
  const store = scenario.stores.includes(options.store) ? options.store : (usual ?? options.store);
  if (store !== options.store) console.log(`${name} is about ${scenario.stores.join(" and ")} only.`);
  console.log(`${name}, ${store}: ${scenario.promise}`);
  const world = await startWorld({ ...options, store, replicas: store === "sqlite" ? 1 : Math.max(2, options.replicas) });
  try {
    const { figures, wrong } = await scenario.run(world, await prepare(world));
    printTable(figures);
    for (const what of wrong) complain(what);
    const result = { at: new Date().toISOString(), machine: machine(), scenario: name, store, promise: scenario.promise, figures, wrong };
    console.log(`kept in ${keep(`${name}-${store}`, result)}`);
    return wrong;
  } finally {
    await world.close();
  }
}

function complain(what: string): string {
  console.log(`  not as promised: ${what}`);
  return what;
}

import { sleep } from "../world/processes.ts";
import type { World } from "../world/world.ts";
import { createActs, newTally, type Tally } from "./acts.ts";
import type { Act } from "./schedule.ts";
import type { Specimen } from "./specimen.ts";

/** Carries a schedule out; resolves when everything that it broke is whole again. */
export async function unleash(world: World, acts: readonly Act[], specimen: Specimen, tell: (line: string) => void): Promise<Tally> {
  const tally = newTally();
  const deeds = createActs(world, specimen, tally);
  const began = performance.now();
  const under = new Set<Promise<void>>();
  for (const act of acts) {
    await sleep(act.atMs - (performance.now() - began));
    tell(
      `${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${act.kind}, replica ${act.replica + 1}, ${act.amount.toFixed(2)}`,
    );
    const done = deeds[act.kind](act).catch((error: unknown) => {
      tell(`          ${act.kind} failed: ${String(error)}`);
      tally.missed++;
    });
    under.add(done);
    void done.then(() => under.delete(done));
  }
  await Promise.all(under);
  return tally;
}

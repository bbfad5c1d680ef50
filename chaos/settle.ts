import type { Run } from "@cordboard/api";
import { readUncertain } from "./check/gather.ts";
import { sleep } from "./world/processes.ts";
import type { World } from "./world/world.ts";

/** The next look at the carrier's lists is due after this; for what is long in doubt, after a share of its age. */
const LOOK_AGAIN_MS = 11_000;
const LOOK_AGAIN_SHARE = 0.12;
/** Reading the lists, and what comes of it. */
const LOOK_MS = 1_500;
/** Twice the settling time, and what was begun once more meanwhile. */
const MOST_LOOKS = 12;
/** When the carrier brings a text's webhook again, and a little more. */
const REPEATS_MS = [61_000, 121_000, 241_000];
/** Past every deadline of an effect without a call (10 min), then of a call whose hang-up never came (4 h and a minute). */
const DEADLINES_MS = [11 * 60_000, 4 * 3_600_000 + 2 * 60_000];

export interface Settled {
  /** In doubt when the carrier had said all it could. */
  listedUncertain: string[];
  /** How far the product's clock was moved to let deadlines pass, ms. */
  advancedMs: number;
  /** How long until nothing ran any more without moving a clock, ms; null: something still did. */
  calmAfterMs: number | null;
}

export interface SettleOptions {
  /** For runs to end by themselves; longer than the load's own waits and the first look at the carrier's lists (5 s). */
  calmSeconds: number;
  /** Faults at the carrier that last until the doubts have been listed. */
  lasting: Record<string, unknown>;
}

const say = (what: string): void => void process.stderr.write(`settling: ${what}\n`);

/** The faults are over: everything comes back, and has its time. */
export async function settle(world: World, { calmSeconds, lasting }: SettleOptions): Promise<Settled> {
  const { carrier, api } = world;
  await mend(world);
  if (Object.keys(lasting).length > 0) await carrier.faults(lasting);
  const began = performance.now();
  say(`up to ${calmSeconds} s of calm`);
  const calmAfterMs = (await isCalm(api, calmSeconds)) ? performance.now() - began : null;
  let advancedMs = 0;
  const advance = async (advanceMs: number): Promise<void> => {
    say(`the product's clock, ${Math.round(advanceMs / 1000)} s on`);
    await api.ask("POST", "/api/test/clock", { advanceMs });
    advancedMs += advanceMs;
  };
  if (calmAfterMs === null) {
    await advance(LOOK_AGAIN_MS);
    await isCalm(api, 6, STAGNANT_MS);
  }
  for (const advanceMs of REPEATS_MS) {
    say(`the carrier's clock, ${advanceMs / 1000} s on`);
    await carrier.ask("POST", "/sim/clock", { advanceMs });
    await sleep(300);
  }
  await isCalm(api, 3);
  // What never left is proved by its absence, twice; then it goes out.
  for (let looks = 0; looks < MOST_LOOKS && Object.keys(lasting).length === 0 && (await readUncertain(world)).length > 0; looks++) {
    // Nothing is in doubt for longer than this program runs.
    await advance(Math.max(LOOK_AGAIN_MS, Math.ceil((process.uptime() * 1_000 + advancedMs) * LOOK_AGAIN_SHARE)));
    await isCalm(api, 3);
    await sleep(LOOK_MS);
  }
  const listedUncertain = await readUncertain(world);
  await carrier.clearFaults();
  for (const advanceMs of DEADLINES_MS) {
    if (await isCalm(api, 0)) break;
    await advance(advanceMs);
    await isCalm(api, 60, STAGNANT_MS);
  }
  await carrier.drain();
  return { listedUncertain, advancedMs, calmAfterMs };
}

/** Everything that was broken on purpose is whole again, and every replica is up. */
export async function mend(world: World): Promise<void> {
  await world.carrier.clearFaults();
  for (const proxy of [...world.toDatabase, ...world.toCarrier]) {
    proxy.mode = "pass";
    proxy.delayMs = 0;
  }
  await world.database?.start();
  for (const replica of world.replicas) {
    replica.thaw();
    if (replica.state === "down") await replica.start();
  }
}

/** Nothing has ended for this long: waiting for more of it is idle. */
const STAGNANT_MS = 4_000;

/** Whether no run runs any more, within `seconds`, or as soon as it looks as if nothing will end by itself. */
async function isCalm(api: World["api"], seconds: number, stagnantMs = seconds * 1000): Promise<boolean> {
  const giveUp = performance.now() + seconds * 1000;
  let [left, since] = [-1, performance.now()];
  for (;;) {
    const { items } = await api.get<{ items: Run[] }>("/api/runs?status=running&limit=200");
    if (items.length === 0) return true;
    if (items.length !== left) [left, since] = [items.length, performance.now()];
    // A full page may hide that others end.
    const stagnant = left < 200 && performance.now() - since > stagnantMs;
    if (performance.now() > giveUp || stagnant) return false;
    await sleep(250);
  }
}

import { parentPort } from "node:worker_threads";
import { createFlowPool } from "./flows.ts";
import { type Outcome, simulate } from "./simulate.ts";

/** One core's share: it asks for the next seeds until there are none. */
export interface Chunk {
  from: number;
  count: number;
}
export interface Played {
  count: number;
  cutShort: number;
  commits: number;
  crashes: number;
  deeds: number;
  failures: Outcome[];
}

export async function play({ from, count }: Chunk, pool = createFlowPool()): Promise<Played> {
  const played: Played = { count, cutShort: 0, commits: 0, crashes: 0, deeds: 0, failures: [] };
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await simulate(seed, pool);
    played.commits += outcome.commits;
    played.crashes += outcome.crashes;
    played.deeds += outcome.deeds;
    if (outcome.cutShort) played.cutShort++;
    if (outcome.problems.length > 0) played.failures.push(outcome);
  }
  return played;
}

if (parentPort) {
  // Connections break all the time here, and nobody reads where.
  Error.stackTraceLimit = 0;
  const port = parentPort;
  const pool = createFlowPool();
  port.on("message", (chunk: Chunk) => {
    void play(chunk, pool).then((played) => port.postMessage(played));
  });
}

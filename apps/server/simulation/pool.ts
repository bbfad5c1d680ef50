import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Chunk, Played } from "./worker.ts";

const CHUNK = 100;

/** Seeds on all cores. `told`: after every hundred or so, what was played until then. */
export async function playOnAllCores(
  { from, count }: Chunk,
  told: (total: Readonly<Played>, last: Readonly<Played>) => void = () => undefined,
): Promise<Played> {
  const total: Played = { count: 0, cutShort: 0, commits: 0, crashes: 0, deeds: 0, failures: [] };
  let next = from;
  const chunk = (): Chunk | null => {
    const share = Math.min(CHUNK, from + count - next);
    if (share <= 0) return null;
    next += share;
    return { from: next - share, count: share };
  };
  const one = (): Promise<void> =>
    new Promise((done, failed) => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url));
      const give = (): void => {
        const share = chunk();
        if (share) return worker.postMessage(share);
        void worker.terminate();
        done();
      };
      worker.on("error", failed);
      worker.on("message", (played: Played) => {
        for (const name of ["count", "cutShort", "commits", "crashes", "deeds"] as const) total[name] += played[name];
        total.failures.push(...played.failures);
        told(total, played);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.ceil(count / CHUNK)) }, one));
  return total;
}

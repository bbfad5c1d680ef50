import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Fuzzed, Share } from "./fuzz.ts";
import type { FuzzTarget } from "./target.ts";
import type { Answer, Job } from "./worker.ts";

const CHUNK = 5_000;
/** So long at one input, even on a busy machine, is for ever. */
const HANGS_AFTER_MS = 60_000;
const LOOK_MS = 1_000;
/** A thread that still loads its parsers is at no input. */
const BEFORE = -1;

export interface PoolResult extends Fuzzed {
  /** Numbers of inputs that had to be given up. */
  hung: number[];
}

/** A target's inputs on all cores. An input that never ends is given up with its thread; the rest of its share goes on in a new one. */
export async function fuzzOnAllCores(target: FuzzTarget, { seed, from, count }: Share): Promise<PoolResult> {
  const total: PoolResult = { count: 0, failed: 0, failures: [], suspects: [], hung: [] };
  const shares: Share[] = [];
  for (let at = from; at < from + count; at += CHUNK) shares.push({ seed, from: at, count: Math.min(CHUNK, from + count - at) });
  const one = async (): Promise<void> => {
    let worker = startWorker();
    for (let share = shares.shift(); share; share = shares.shift()) {
      const answer = await play(worker, target.name, share);
      if ("hungAt" in answer) {
        await worker.terminate();
        worker = startWorker();
        total.hung.push(answer.hungAt);
        total.count++;
        const rest = share.from + share.count - answer.hungAt - 1;
        // What the given-up thread had found before is found again.
        if (answer.hungAt > share.from) shares.push({ seed, from: share.from, count: answer.hungAt - share.from });
        if (rest > 0) shares.push({ seed, from: answer.hungAt + 1, count: rest });
        continue;
      }
      total.count += answer.count;
      total.failed += answer.failed;
      total.failures.push(...answer.failures);
      total.suspects.push(...answer.suspects);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), shares.length) }, one));
  return total;
}

const startWorker = (): Worker => new Worker(new URL("./worker.ts", import.meta.url));

function play(worker: Worker, parser: string, share: Share): Promise<Fuzzed | { hungAt: number }> {
  const at = new Int32Array(new SharedArrayBuffer(4));
  Atomics.store(at, 0, BEFORE);
  return new Promise((done, failed) => {
    let [last, since] = [BEFORE, performance.now()];
    const look = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now !== last || now === BEFORE) [last, since] = [now, performance.now()];
      else if (performance.now() - since > HANGS_AFTER_MS) finish(() => done({ hungAt: now }));
    }, LOOK_MS);
    const finish = (then: () => void): void => {
      clearInterval(look);
      worker.off("error", broken).off("message", told);
      then();
    };
    const broken = (error: unknown): void => finish(() => failed(error));
    const told = (answer: Answer): void => {
      if ("fuzzed" in answer) finish(() => done(answer.fuzzed));
    };
    worker.on("error", broken).on("message", told);
    const job: Job = { do: "share", parser, share, at };
    worker.postMessage(job);
  });
}

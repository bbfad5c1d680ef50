import type { Json } from "@cordboard/contract";
import { Worker } from "node:worker_threads";
import { MOST_CPU_MS } from "./fuzz.ts";
import type { Answer, Job } from "./worker.ts";

/** Threads it is tried in: each is new, so that nothing is remembered from the time before. */
const TRIES = 3;
/** An input that is not done by then never will be. */
const HANGS_AFTER_MS = 60_000;

/** CPU time in ms that an input takes with nothing else going on: the best of three, or the first below the limit. */
export async function aloneMs(parser: string, input: Json): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && best > MOST_CPU_MS; i++) best = Math.min(best, await once({ do: "alone", parser, input }));
  return best;
}

function once(job: Job): Promise<number> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise<number>((done, failed) => {
    const late = setTimeout(() => done(Number.POSITIVE_INFINITY), HANGS_AFTER_MS);
    worker.on("error", failed);
    worker.on("message", (answer: Answer) => {
      clearTimeout(late);
      done("ms" in answer ? answer.ms : Number.POSITIVE_INFINITY);
    });
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}

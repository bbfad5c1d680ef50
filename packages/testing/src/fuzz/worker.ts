import type { Json } from "@cordboard/contract";
import { parentPort } from "node:worker_threads";
import { cpuMs } from "./cpu.ts";
import { fuzz, inputOf, problemWith, type Fuzzed, type Share } from "./fuzz.ts";
import type { FuzzTarget } from "./target.ts";
import { targetOf } from "./targets/index.ts";

/** A share of a parser's inputs, or one input alone. `at`: where the number of the input that is judged now is written. */
export type Job =
  | { do: "share"; parser: string; share: Share; at: Int32Array<SharedArrayBuffer> }
  | { do: "alone"; parser: string; input: Json };

export type Answer = { fuzzed: Fuzzed } | { ms: number };

/** A parser that has just been loaded is slow at anything. */
const WARM_UP = 300;

const targetNamed = (name: string): FuzzTarget => {
  const target = targetOf(name);
  if (!target) throw new Error(`There is no parser ${name}.`);
  return target;
};

parentPort?.on("message", (job: Job) => {
  const target = targetNamed(job.parser);
  parentPort?.postMessage(
    job.do === "share" ? { fuzzed: fuzz(target, job.share, (index) => Atomics.store(job.at, 0, index)) } : { ms: alone(target, job.input) },
  );
});

function alone(target: FuzzTarget, input: Json): number {
  for (let index = 0; index < WARM_UP; index++) problemWith(target, inputOf(target, 0, index));
  const began = cpuMs();
  problemWith(target, input);
  return cpuMs() - began;
}

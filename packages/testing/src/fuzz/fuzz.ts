import type { Json } from "@cordboard/contract";
import { Chance } from "./chance.ts";
import { cpuMs } from "./cpu.ts";
import { shrink } from "./shrink.ts";
import type { FuzzTarget } from "./target.ts";

/** No input of any kind may take longer, in ms of CPU. */
export const MOST_CPU_MS = 50;
/** Every failure of one cause looks the same: the first few are enough. */
const FAILURES_SHOWN = 5;

export interface Share {
  seed: number;
  from: number;
  count: number;
}

export interface Failure {
  parser: string;
  index: number;
  problem: string;
  /** The smallest input found that still fails. */
  input: Json;
}

export interface Fuzzed {
  count: number;
  /** How many failed; `failures` holds the first of them. */
  failed: number;
  failures: Failure[];
  /** Numbers of inputs that took over 50 ms, perhaps for the collection of others' garbage: run them again alone. */
  suspects: number[];
}

export const inputOf = (target: FuzzTarget, seed: number, index: number): Json => target.make(new Chance(seed, target.name, index));

/** Judges a share of a target's inputs one after another. `before` is told the number of each. */
export function fuzz(target: FuzzTarget, { seed, from, count }: Share, before?: (index: number) => void): Fuzzed {
  const result: Fuzzed = { count, failed: 0, failures: [], suspects: [] };
  for (let index = from; index < from + count; index++) {
    before?.(index);
    const input = inputOf(target, seed, index);
    const began = cpuMs();
    const problem = problemWith(target, input);
    if (cpuMs() - began > MOST_CPU_MS) result.suspects.push(index);
    if (problem === null) continue;
    result.failed++;
    if (result.failures.length >= FAILURES_SHOWN) continue;
    const small = shrink(input, (smaller) => problemWith(target, smaller) !== null);
    result.failures.push({ parser: target.name, index, problem: problemWith(target, small) ?? problem, input: small });
  }
  return result;
}

/** What is wrong with how a target takes an input; null when nothing. */
export function problemWith(target: FuzzTarget, input: Json): string | null {
  try {
    target.judge(input);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : "Something that is no error was thrown.";
  }
}

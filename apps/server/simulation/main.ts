import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createFlowPool } from "./flows.ts";
import { playOnAllCores } from "./pool.ts";
import { simulate } from "./simulate.ts";

/*
 *   npm run simulate -- --seeds 200000      seeds 1 to 200,000, on all cores
 *   npm run simulate -- --from 5000         begin at another seed
 *   npm run simulate -- --seed 4711         one seed, with everything that happened
 *
 * A seed that fails prints itself, the commit it was found on and the end of its history, and is added to
 * kept-seeds.json, which the tests play for ever.
 */
const KEPT = new URL("./kept-seeds.json", import.meta.url);
const LAST_LINES = 60;
const DEFAULT_SEEDS = 5_000;

function numberOf(value: string | undefined, name: string, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  console.error(`--${name} takes a whole number, such as ${otherwise}.`);
  process.exit(2);
}

const { values } = parseArgs({ options: { seeds: { type: "string" }, seed: { type: "string" }, from: { type: "string" } } });
const commit = (): string => execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();

async function show(seed: number, lines: number): Promise<string[]> {
  const { problems, trace } = await simulate(seed, createFlowPool(), { trace: true });
  console.log(trace.slice(-lines).join("\n"));
  for (const problem of problems) console.log(`seed ${seed}: ${problem}`);
  return problems;
}

function keep(seed: number, problem: string): void {
  const kept = JSON.parse(readFileSync(KEPT, "utf8")) as { seed: number; commit: string; problem: string }[];
  if (kept.some((entry) => entry.seed === seed)) return;
  writeFileSync(KEPT, `${JSON.stringify([...kept, { seed, commit: commit(), problem }], null, 2)}\n`);
}

async function all(from: number, seeds: number): Promise<number> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const total = await playOnAllCores({ from, count: seeds }, ({ count, failures }, last) => {
    if (Math.floor(count / 5_000) > Math.floor((count - last.count) / 5_000))
      console.log(`${count} seeds, ${failures.length} failed, ${Math.round(count / seconds())} a second`);
  });
  for (const { seed, problems } of total.failures.slice(0, 3)) {
    console.log(`\nSeed ${seed} failed on ${commit()}: ${problems[0]}`);
    await show(seed, LAST_LINES);
  }
  for (const { seed, problems } of total.failures) keep(seed, problems[0] ?? "");
  const { count, cutShort, commits, crashes, deeds, failures } = total;
  console.log(
    `\n${count} seeds from ${from} in ${Math.round(seconds())} s (${Math.round(count / seconds())} a second): ${failures.length} failed` +
      `${failures.length > 0 ? ` (${failures.map(({ seed }) => seed).join(", ")})` : ""}.` +
      ` ${commits} events committed, ${crashes} processes died, ${deeds} texts and calls; ${cutShort} histories cut short.`,
  );
  return failures.length;
}

if (values.seed !== undefined) process.exit((await show(numberOf(values.seed, "seed", 1), Number.POSITIVE_INFINITY)).length > 0 ? 1 : 0);
process.exit((await all(numberOf(values.from, "from", 1), numberOf(values.seeds, "seeds", DEFAULT_SEEDS))) > 0 ? 1 : 0);

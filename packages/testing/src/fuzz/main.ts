import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { aloneMs } from "./alone.ts";
import { Chance } from "./chance.ts";
import { inputOf, MOST_CPU_MS, problemWith } from "./fuzz.ts";
import { keep, type Kept } from "./kept.ts";
import { fuzzOnAllCores } from "./pool.ts";
import { targetOf, targets } from "./targets/index.ts";

/*
 *   npm run fuzz -- --inputs 1000000 --seed 1     that many inputs to each parser, on all cores
 *   npm run fuzz -- --parser template             one parser
 *   npm run fuzz -- --parser flow --seed 1 --input 4711     one input again, with what becomes of it
 *
 * What fails is made smaller, printed with its seed, and kept in kept-inputs.json, which the tests judge for ever.
 */
const DEFAULT_INPUTS = 100_000;

const { values } = parseArgs({
  options: { inputs: { type: "string" }, seed: { type: "string" }, parser: { type: "string" }, input: { type: "string" } },
});

function whole(value: string | undefined, name: string, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  console.error(`--${name} takes a whole number, such as ${otherwise}.`);
  process.exit(2);
}

const seed = whole(values.seed, "seed", randomInt(1_000_000));
const chosen = values.parser === undefined ? targets : targets.filter(({ name }) => name === values.parser);
if (chosen.length === 0) {
  console.error(`There is no parser "${values.parser}". There are ${targets.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

async function one(parser: string, index: number): Promise<boolean> {
  const target = targetOf(parser);
  if (!target) return false;
  const input = target.make(new Chance(seed, parser, index));
  console.log(JSON.stringify(input, null, 2));
  const [problem, ms] = [problemWith(target, input), await aloneMs(parser, input)];
  console.log(`${parser}, seed ${seed}, input ${index}: ${problem ?? "no problem"}; ${ms.toFixed(1)} ms of CPU.`);
  return problem === null && ms <= MOST_CPU_MS;
}

async function all(inputs: number): Promise<boolean> {
  console.log(`${inputs.toLocaleString("en")} inputs to each of ${chosen.length} parsers, seed ${seed}.`);
  const found: Kept[] = [];
  let sum = 0;
  for (const target of chosen) {
    const began = performance.now();
    const { count, failed, failures, suspects, hung } = await fuzzOnAllCores(target, { seed, from: 0, count: inputs });
    const bad: Kept[] = failures.map(({ problem, input }) => ({ parser: target.name, problem, input }));
    for (const index of hung)
      bad.push({ parser: target.name, problem: `It never ends (input ${index}).`, input: inputOf(target, seed, index) });
    let slowest = 0;
    for (const index of suspects) {
      const input = inputOf(target, seed, index);
      const ms = await aloneMs(target.name, input);
      slowest = Math.max(slowest, ms);
      if (ms > MOST_CPU_MS) bad.push({ parser: target.name, problem: `It takes ${Math.round(ms)} ms of CPU (input ${index}).`, input });
    }
    const again = suspects.length > 0 ? ` ${suspects.length} run again alone, the slowest ${slowest.toFixed(0)} ms;` : "";
    const rate = Math.round((count / (performance.now() - began)) * 1000);
    console.log(
      `${target.name.padEnd(12)} ${count.toLocaleString("en")} inputs:${again} ${failed} failed, ${bad.length - failures.length} slow (${rate} a second)`,
    );
    for (const { problem, input } of bad) console.log(`  seed ${seed}: ${problem}\n    ${JSON.stringify(input).slice(0, 1_000)}`);
    found.push(...bad);
    sum += count;
  }
  keep(found);
  console.log(
    `\n${sum.toLocaleString("en")} inputs, seed ${seed}: ${found.length === 0 ? "no crash, nothing slow, no ill-formed XML" : `${found.length} kept`}.`,
  );
  return found.length === 0;
}

const good =
  values.input !== undefined && chosen[0]
    ? await one(chosen[0].name, whole(values.input, "input", 0))
    : await all(whole(values.inputs, "inputs", DEFAULT_INPUTS));
process.exit(good ? 0 : 1);

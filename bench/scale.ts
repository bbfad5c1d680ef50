import { type Load, load, type Target } from "./caller.ts";
import { benchFlow } from "./flow.ts";
import { printTable, save } from "./results.ts";
import { startCordboard } from "./targets/cordboard.ts";
import { fillRuns } from "./targets/fill-runs.ts";

/*
 * What a webhook costs when there is much else: a million stored runs beside a thousand, a flow of a thousand nodes beside
 * one of ten. Both servers of a pair run side by side and take turns.
 */
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const SECONDS = Number(process.env["SECONDS_PER_CASE"] ?? 3);
const MANY = Number(process.env["STORED_RUNS"] ?? 1_000_000);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
type Server = Awaited<ReturnType<typeof startCordboard>>;

const targetOf = (name: string, server: Server): Target => ({ name, url: server.url, follow: true, authToken: server.authToken });

async function compare(store: string, what: string, few: Server, many: Server) {
  const targets = [targetOf("few", few), targetOf("many", many)];
  for (const target of targets) await load(target, 64, 1);
  const loads: Load[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) for (const [i, target] of targets.entries()) loads[i]?.push(await load(target, 64, SECONDS));
  const [less = 0, more = 0] = loads.map((all) => median(all.map((l) => l.perSecond)));
  return { store, what, "webhooks/s": less, "webhooks/s, much": more, "cost ÷ cost": less / more };
}

export async function benchScale(root: string): Promise<void> {
  const rows = [];
  for (const [store, postgres] of [
    ["SQLite", undefined],
    ["PostgreSQL", process.env["CORDBOARD_BENCH_POSTGRES"]],
  ] as const) {
    if (store === "PostgreSQL" && postgres === undefined) continue;
    const small = await startCordboard(root, { postgres, fill: (target) => fillRuns(target, 1_000) });
    const full = await startCordboard(root, { postgres, fill: (target) => fillRuns(target, MANY) });
    rows.push(await compare(store, `${MANY.toLocaleString("en-US")} stored runs ÷ 1,000`, small, full));
    await full.stop();
    const long = await startCordboard(root, { postgres, document: benchFlow(1_000), fill: (target) => fillRuns(target, 1_000) });
    rows.push(await compare(store, "1,000 nodes ÷ 10", small, long));
    await Promise.all([small.stop(), long.stop()]);
  }
  printTable("What a webhook costs when there is much else", rows);
  save("scale", { rows });
}

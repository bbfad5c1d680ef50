// npm run bench [-- server | board | …]: the figures, as ratios in one run; see bench/run.ts.
import { buildAll } from "../lib/build.mjs";
import { ensureBrowser } from "../lib/browser.mjs";
import { ensurePostgres, startPostgres } from "../lib/postgres.mjs";
import { node } from "../lib/toolchain.mjs";

export default async function bench(args) {
  const board = args.length === 0 || args.includes("board");
  await buildAll();
  if (board && !ensureBrowser()) process.exit(1);
  const postgres = process.env.CORDBOARD_BENCH_POSTGRES === undefined && ensurePostgres() ? await startPostgres() : null;
  if (postgres) process.env.CORDBOARD_BENCH_POSTGRES = postgres.url;
  const ok = node(["bench/run.ts", ...args]);
  await postgres?.stop();
  process.exit(ok ? 0 : 1);
}

// npm run chaos -- --minutes N --seed S [--store sqlite|postgres] …: real processes, real troubles; see docs/developers/chaos.md.
import { buildAll } from "../lib/build.mjs";
import { ensurePostgres, postgresBin } from "../lib/postgres.mjs";
import { node } from "../lib/toolchain.mjs";

export default async function chaos(args) {
  const store = args[args.indexOf("--store") + 1];
  if (store !== "sqlite" && !ensurePostgres()) process.exit(1);
  await buildAll();
  process.exit(node(["chaos/run.ts", ...args], { CORDBOARD_POSTGRES_BIN: postgresBin() ?? "" }) ? 0 : 1);
}

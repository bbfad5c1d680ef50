// npm run simulate [-- --seeds 200000 | --seed 4711 | --from 5000]: the runtime on a store, a carrier and a clock that fail in
// every way there is, from one seed; see apps/server/simulation/README.md.
import { node } from "../lib/toolchain.mjs";

export default async function simulate(args) {
  process.exit(node(["apps/server/simulation/main.ts", ...args]) ? 0 : 1);
}

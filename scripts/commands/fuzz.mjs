// npm run fuzz [-- --inputs 1000000 | --seed 1 | --parser template | --input 4711]: hostile inputs to everything that reads what
// others wrote; see docs/developers/fuzz.md.
import { node } from "../lib/toolchain.mjs";

export default async function fuzz(args) {
  process.exit(node(["packages/testing/src/fuzz/main.ts", ...args]) ? 0 : 1);
}

// npm run corpus -- 0.2: writes down runs of the release, once; see packages/engine/corpus/README.md.
import { node } from "../lib/toolchain.mjs";

export default async function corpus(args) {
  process.exit(node(["packages/testing/src/corpus/record.ts", ...args]) ? 0 : 1);
}

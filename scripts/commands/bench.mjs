// npm run bench [-- server | board]: the figures, as ratios in one run; see docs in bench/README.md.
import { buildEditor } from "../lib/build.mjs";
import { ensureBrowser } from "../lib/browser.mjs";
import { node, stop } from "../lib/toolchain.mjs";

export default async function bench(args) {
  const board = args.length === 0 || args.includes("board");
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  if (board && !ensureBrowser()) process.exit(1);
  process.exit(node(["bench/run.ts", ...args]) ? 0 : 1);
}

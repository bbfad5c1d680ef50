// npm run bundle: what each way into the editor makes a browser fetch, and whether that is within the budget. Part of npm test.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildEditor } from "../lib/build.mjs";
import { bundleLines, bundleOf, overBudget } from "../lib/bundle.mjs";
import { ROOT, stop } from "../lib/toolchain.mjs";

const EDITOR = join(ROOT, "apps/editor");
const json = (path) => JSON.parse(readFileSync(join(EDITOR, path), "utf8"));

/** Prints the report of the build that is there; answers whether it is within its budget. */
export function bundle() {
  const sizes = bundleOf(json("dist/.vite/manifest.json"), (file) => gzipSync(readFileSync(join(EDITOR, "dist", file))).length / 1000);
  console.log("  JavaScript that is fetched before a page shows, after gzip:");
  for (const line of bundleLines(sizes)) console.log(line);
  const over = overBudget(sizes, json("bundle-budget.json"));
  for (const line of over) console.error(`  ✖ ${line}`);
  if (over.length > 0)
    console.error("  Load what a page doesn't begin with by import(), or raise the budget in apps/editor/bundle-budget.json.");
  return over.length === 0;
}

export default async function main() {
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  process.exit(bundle() ? 0 : 1);
}

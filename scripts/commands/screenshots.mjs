// npm run screenshots [-- lists.spec.ts]: docs/screenshots/*.png, every view in both themes and all sizes, taken from the running
// product. Fails for what is clipped, overlaps or is faint in one of them.
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "../lib/build.mjs";
import { ensureBrowser } from "../lib/browser.mjs";
import { ROOT, pnpm } from "../lib/toolchain.mjs";

export default async function screenshots(args) {
  await buildAll();
  if (!ensureBrowser()) process.exit(1);
  // A view that there is no more leaves no picture behind.
  if (args.length === 0) for (const picture of globSync(join(ROOT, "docs/screenshots/*.png"))) rmSync(picture);
  const taken = pnpm(["--filter", "@cordboard/e2e", "exec", "playwright", "test", "--config", "screenshots.config.ts", ...args]);
  process.exit(taken ? 0 : 1);
}

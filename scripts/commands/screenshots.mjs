// npm run screenshots: docs/images/*.png, taken from the running product, so that the README shows this build.
import { buildEditor } from "../lib/build.mjs";
import { ensureBrowser } from "../lib/browser.mjs";
import { pnpm, stop } from "../lib/toolchain.mjs";

export default async function screenshots() {
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  if (!ensureBrowser()) process.exit(1);
  process.exit(pnpm(["--filter", "@cordboard/e2e", "exec", "playwright", "test", "--config", "screenshots.config.ts"]) ? 0 : 1);
}

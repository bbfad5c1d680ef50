// Builds the editor and the bundle of the server when one of their sources is newer than the last build.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { newest } from "./newest.mjs";
import { buildServer } from "./server-bundle.mjs";
import { ROOT, pnpm, say, stop } from "./toolchain.mjs";

/** Answers whether a current build is there. */
export function buildEditor() {
  const out = join(ROOT, "apps/editor/dist/index.html");
  if (existsSync(out) && statSync(out).mtimeMs > newest("apps/editor", "packages", "pnpm-lock.yaml")) return true;
  say("Building the editor");
  return pnpm(["--filter", "@cordboard/editor", "run", "build", "--logLevel", "warn"]);
}

/** Everything that a start needs; ends this process where that is not to be had. */
export async function buildAll() {
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  if (!(await buildServer())) stop("The server could not be bundled; the message is above.");
}

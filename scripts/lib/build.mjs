// Builds the editor when one of its sources is newer than the last build.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT, pnpm, say } from "./toolchain.mjs";

const SKIP = new Set(["node_modules", "dist", "dist-types"]);

function newest(dir) {
  let time = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (SKIP.has(entry.name)) continue;
    const path = join(dir, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

/** Answers whether a current build is there. */
export function buildEditor() {
  const out = join(ROOT, "apps/editor/dist/index.html");
  const sources = Math.max(
    ...["apps/editor", "packages"].map((d) => newest(join(ROOT, d))),
    statSync(join(ROOT, "pnpm-lock.yaml")).mtimeMs,
  );
  if (existsSync(out) && statSync(out).mtimeMs > sources) return true;
  say("Building the editor");
  return pnpm(["--filter", "@cordboard/editor", "run", "build", "--logLevel", "warn"]);
}

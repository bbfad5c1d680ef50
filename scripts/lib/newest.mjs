import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./toolchain.mjs";

const SKIP = new Set(["node_modules", "dist", "dist-types"]);

function newestIn(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const inside = readdirSync(path).filter((name) => !SKIP.has(name));
  return Math.max(0, ...inside.map((name) => newestIn(join(path, name))));
}

/** When the newest file of these files and folders was written, in ms. */
export const newest = (...paths) => Math.max(...paths.map((path) => newestIn(join(ROOT, path))));

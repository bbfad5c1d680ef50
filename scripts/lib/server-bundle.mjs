// The server and the simulator as a start reads them: a few files in place of 600, which is half of the time of a start. No
// dependencies at the top: it is loaded before anything is installed.
import { existsSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { newest } from "./newest.mjs";
import { ROOT, say } from "./toolchain.mjs";

const OUT = join(ROOT, "apps/server/dist");
/** What is started as a process or a thread: its name in the bundle by its source. */
const PROGRAMS = new Map(
  Object.entries({
    "apps/server/src/main.ts": "main",
    "apps/server/src/store/sqlite/writer-thread.ts": "writer-thread",
    "apps/server/src/code/code-thread.ts": "code-thread",
    "packages/simulator/src/server/main.ts": "simulator",
  }).map(([source, name]) => [join(ROOT, source), name]),
);
const PLACE = /new URL\("([^"]+)", import\.meta\.url\)|import\.meta\.(?:url|dirname)/g;

/** A module goes on finding the files beside its source; a program of ours is found as its bundle. */
const places = {
  name: "places",
  transform: {
    filter: { code: "import.meta" },
    handler(code, id) {
      const from = (file) => relative(OUT, file).replaceAll("\\", "/");
      return code.replaceAll(PLACE, (found, file) => {
        if (file) {
          const program = PROGRAMS.get(resolve(dirname(id), file));
          return `new URL("${program ? `./${program}.mjs` : from(resolve(dirname(id), file))}", import.meta.url)`;
        }
        return found.endsWith("url") ? `new URL("${from(id)}", import.meta.url).href` : `(import.meta.dirname + "/${from(dirname(id))}")`;
      });
    },
  },
};

/** Makes the bundle when one of its sources is newer. Answers whether a current one is there. */
export async function buildServer() {
  const entry = join(OUT, "main.mjs");
  const sources = newest("apps/server/src", "packages", "pnpm-lock.yaml", relative(ROOT, fileURLToPath(import.meta.url)));
  if (existsSync(entry) && statSync(entry).mtimeMs > sources) return true;
  say("Bundling the server");
  const { build } = await import("rolldown");
  rmSync(OUT, { recursive: true, force: true });
  try {
    await build({
      cwd: ROOT,
      input: Object.fromEntries([...PROGRAMS].map(([source, name]) => [name, source])),
      platform: "node",
      // Compiled for the machine, so it cannot be part of a file of ours.
      external: ["better-sqlite3"],
      plugins: [places],
      output: { dir: OUT, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    });
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

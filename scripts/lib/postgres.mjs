// Finds PostgreSQL for the store tests, or installs Debian's when it may, and starts a private one.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { once } from "node:events";
import { WIN, run, say } from "./toolchain.mjs";

/** The oldest release that Cordboard runs on. */
const OLDEST = 15;
const DEBIAN = "/usr/lib/postgresql";
const KEEPER = join(import.meta.dirname, "postgres-keeper.mjs");

/** Folder with `initdb` and `postgres` of a release that fits, the newest of Debian's first; undefined when there is none. */
export function postgresBin() {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...debian.map((release) => join(DEBIAN, release, "bin")), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && releaseOf(folder) >= OLDEST);
}

function releaseOf(folder) {
  const printed = spawnSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" }).stdout ?? "";
  return Number(/\(PostgreSQL\) (\d+)/.exec(printed)?.[1] ?? 0);
}

/** Answers whether PostgreSQL is there, after trying to install it. */
export function ensurePostgres() {
  if (postgresBin()) return true;
  const apt = !WIN && spawnSync("apt-get", ["--version"]).status === 0;
  if (apt && process.getuid?.() === 0) {
    say("No PostgreSQL here: installing Debian's with apt-get");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], env);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], env);
    if (postgresBin()) return true;
  }
  const how = apt ? "Run: sudo apt-get install -y postgresql" : `Install PostgreSQL ${OLDEST} or newer and put its bin folder on the PATH`;
  console.error(
    `\n✖ The tests of the PostgreSQL store need PostgreSQL ${OLDEST} or newer.\n  ${how},\n  or leave them out for now: SKIP_POSTGRES=1 npm test\n`,
  );
  return false;
}

/**
 * Starts a private PostgreSQL with durable settings on a free loopback port. `url` is a superuser's, with a password.
 * Its keeper ends it and removes its data when `stop` is called, or when this process ends, however it ends.
 */
export async function startPostgres() {
  const bin = postgresBin();
  if (!bin) throw new Error("no PostgreSQL; call ensurePostgres first");
  // A session of its own: Ctrl-C in the terminal must not take it away from tests that are still finishing.
  const keeper = spawn(process.execPath, [KEEPER, bin], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = once(keeper, "exit");
  const url = await new Promise((resolve, reject) => {
    let printed = "";
    keeper.stdout.on("data", (chunk) => {
      printed += chunk;
      const ready = /^ready (\S+)$/m.exec(printed)?.[1];
      if (ready) resolve(ready);
    });
    keeper.once("error", reject);
    keeper.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${printed}`)));
  });
  keeper.unref();
  keeper.stdin.unref();
  keeper.stdout.unref();
  const stop = async () => {
    keeper.ref();
    keeper.stdin.end();
    await ended;
  };
  return { url, stop };
}

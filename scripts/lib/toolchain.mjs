// Brings the Node.js and pnpm this repository needs. No dependencies: it runs before anything is installed, on Node 18 or later.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const TOOLS = join(ROOT, ".tools");
export const WIN = process.platform === "win32";
const NODE_VERSION = "26.10.0"; // fetched when the machine's own Node is too old
const PNPM_VERSION = "12.21.0";

const COLOURS = process.stdout.isTTY && !process.env.NO_COLOR;
export const say = (text) => console.log(COLOURS ? `\u001b[36m» ${text}\u001b[0m` : `» ${text}`);
export const stop = (text) => {
  console.error(`\n✖ ${text}\n`);
  process.exit(1);
};

/** Same ranges as "engines" in package.json. */
export function nodeFits(version) {
  const [major, minor, patch] = version.split(".").map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

function npm(args) {
  const options = { cwd: TOOLS, stdio: ["ignore", "inherit", "inherit"], shell: WIN };
  const r = spawnSync(WIN ? "npm.cmd" : "npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], options);
  if (r.error?.code === "ENOENT") stop("npm was not found. Install Node.js 24 or newer (it brings npm) from nodejs.org and try again.");
  return r.status === 0;
}

function intoTools(dir, spec) {
  const prefix = join(TOOLS, dir);
  mkdirSync(prefix, { recursive: true });
  if (!existsSync(join(prefix, "package.json"))) writeFileSync(join(prefix, "package.json"), '{"private":true}\n');
  return npm(["install", "--prefix", prefix, "--no-save", "--no-package-lock", "--ignore-scripts", spec]);
}

/**
 * Goes on in a Node that fits: this one, or a private copy that runs the same command line again
 * (then this process only forwards signals and the exit code, and the promise never resolves).
 */
export async function ensureNode() {
  if (nodeFits(process.versions.node)) return;
  const name = `node-${process.platform === "darwin" && process.arch === "arm64" ? "bin-" : ""}${WIN ? "win" : process.platform}-${process.arch}`;
  const bin = join(TOOLS, "node", "node_modules", name, "bin", WIN ? "node.exe" : "node");
  const works = () => existsSync(bin) && spawnSync(bin, ["-v"], { encoding: "utf8" }).stdout?.trim() === `v${NODE_VERSION}`;
  if (!works()) {
    say(`This Node.js is ${process.version}, too old for Cordboard: fetching ${NODE_VERSION} into .tools/ (about 50 MB, once)`);
    intoTools("node", `${name}@${NODE_VERSION}`);
    if (!works()) {
      stop(
        `Could not fetch Node.js ${NODE_VERSION} for ${process.platform}-${process.arch}.\n  Install Node.js 24 or newer from nodejs.org and run the same command again.`,
      );
    }
  }
  const path = dirname(bin) + delimiter + process.env.PATH;
  const child = spawn(bin, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, PATH: path } });
  forwardSignals(child);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  await new Promise(() => {});
}

/** What ends this process ends the child: then its exit ends this one. */
export function forwardSignals(child) {
  for (const s of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(s, () => child.kill(s));
  // A killed npm ends only the shell it runs a script in: what the shell runs is told by its parent being gone.
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}

let pnpmCommand;
export function ensurePnpm() {
  const version = (cmd) => spawnSync(cmd, ["--version"], { cwd: ROOT, encoding: "utf8", shell: WIN }).stdout?.trim() ?? "";
  const local = join(TOOLS, "pnpm", "node_modules", ".bin", WIN ? "pnpm.cmd" : "pnpm");
  if (version("pnpm").startsWith("12.")) return (pnpmCommand = "pnpm");
  if (!existsSync(local) || !version(local).startsWith("12.")) {
    say(`Fetching pnpm ${PNPM_VERSION} into .tools/`);
    if (!intoTools("pnpm", `pnpm@${PNPM_VERSION}`))
      stop(`Could not fetch pnpm. Is the npm registry reachable?  Try: npm install -g pnpm@${PNPM_VERSION}`);
  }
  process.env.PATH = dirname(local) + delimiter + process.env.PATH; // scripts that call pnpm find it too
  return (pnpmCommand = local);
}

/** The parent npm hands its own settings down; pnpm and npx would warn about the ones they don't know. */
const environment = (more) => ({ ...Object.fromEntries(Object.entries(process.env).filter(([k]) => !/^npm_config_/i.test(k))), ...more });

/** Runs a command to its end; answers whether it succeeded. */
export const run = (cmd, args, env) =>
  spawnSync(cmd, args, { cwd: ROOT, stdio: "inherit", env: environment(env), shell: WIN }).status === 0;
export const pnpm = (args, env) => run(pnpmCommand, args, env);

/** The same, while this process does other things. */
export async function pnpmBeside(args, env) {
  const child = spawn(pnpmCommand, args, { cwd: ROOT, stdio: "inherit", env: environment(env), shell: WIN });
  const [status] = await once(child, "exit");
  return status === 0;
}

/** The same on what others leave of the processors, and without a word until it is over. */
export async function pnpmBehind(args) {
  const [cmd, ...rest] = [...(WIN ? [] : ["nice", "-n", "19"]), pnpmCommand, ...args];
  const child = spawn(cmd, rest, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: environment(), shell: WIN });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  const [status] = await once(child, "close");
  return { ok: status === 0, printed };
}
/** Runs a script of ours with the Node that fits. */
export const node = (args, env) => run(process.execPath, args, env);

export function install() {
  say("Installing dependencies");
  if (!pnpm(["install", "--frozen-lockfile", "--prefer-offline"])) stop("pnpm install failed; its message is above.");
}

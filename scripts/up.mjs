#!/usr/bin/env node
// The two commands of this repository:  up.mjs start   and   up.mjs test
// Needs only a Node.js >= 18 with npm; brings a newer Node and pnpm into .tools/ when they are missing.
// No dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TOOLS = join(ROOT, ".tools");
const WIN = process.platform === "win32";
const NODE_VERSION = "26.10.0"; // brought in when the machine's own Node is too old
const PNPM_VERSION = "12.21.0";
const [command = "start", ...rest] = process.argv.slice(2);

const say = (text) => console.log(`\u001b[36m» ${text}\u001b[0m`);
const stop = (text) => {
  console.error(`\n✖ ${text}\n`);
  process.exit(1);
};

/** Same ranges as "engines" in package.json. */
function nodeFits(version) {
  const [major, minor, patch] = version.split(".").map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

function npm(args) {
  const r = spawnSync(WIN ? "npm.cmd" : "npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: TOOLS,
    stdio: ["ignore", "inherit", "inherit"],
    shell: WIN,
  });
  if (r.error?.code === "ENOENT") stop("npm was not found. Install Node.js 24 or newer (it brings npm) from nodejs.org and try again.");
  return r.status === 0;
}

function intoTools(dir, spec) {
  const prefix = join(TOOLS, dir);
  mkdirSync(prefix, { recursive: true });
  if (!existsSync(join(prefix, "package.json"))) writeFileSync(join(prefix, "package.json"), '{"private":true}\n');
  return npm(["install", "--prefix", prefix, "--no-save", "--no-package-lock", "--ignore-scripts", spec]);
}

function ensureNode() {
  if (nodeFits(process.versions.node)) return;
  const pkg = `node-${process.platform === "darwin" && process.arch === "arm64" ? "bin-" : ""}${WIN ? "win" : process.platform}-${process.arch}`;
  const bin = join(TOOLS, "node", "node_modules", pkg, "bin", WIN ? "node.exe" : "node");
  const works = () => existsSync(bin) && spawnSync(bin, ["-v"], { encoding: "utf8" }).stdout?.trim() === `v${NODE_VERSION}`;
  if (!works()) {
    say(`This Node.js is ${process.version}, too old for this project: fetching ${NODE_VERSION} into .tools/ (about 50 MB, once)`);
    intoTools("node", `${pkg}@${NODE_VERSION}`);
    if (!works())
      stop(
        `Could not fetch Node.js ${NODE_VERSION} for ${process.platform}-${process.arch}.\n  Install Node.js 24 or newer from nodejs.org and run the same command again.`,
      );
  }
  const path = dirname(bin) + delimiter + process.env.PATH;
  const child = spawn(bin, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, PATH: path } });
  passSignals(child);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return new Promise(() => {}); // the newer Node goes on from here
}

function passSignals(child) {
  for (const s of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(s, () => child.kill(s));
}

let pnpmCommand;
function ensurePnpm() {
  const version = (cmd) => spawnSync(cmd, ["--version"], { cwd: ROOT, encoding: "utf8", shell: WIN }).stdout?.trim() ?? "";
  const local = join(TOOLS, "pnpm", "node_modules", ".bin", WIN ? "pnpm.cmd" : "pnpm");
  if (version("pnpm").startsWith("12.")) return (pnpmCommand = "pnpm");
  if (!existsSync(local) || !version(local).startsWith("12.")) {
    say(`Fetching pnpm ${PNPM_VERSION} into .tools/`);
    if (!intoTools("pnpm", `pnpm@${PNPM_VERSION}`))
      stop(`Could not fetch pnpm. Is the npm registry reachable?  Try: npm install -g pnpm@${PNPM_VERSION}`);
  }
  process.env.PATH = dirname(local) + delimiter + process.env.PATH; // scripts that call pnpm find it too
  pnpmCommand = local;
}

function run(cmd, args, env = {}) {
  const r = spawnSync(cmd, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env }, shell: WIN });
  return r.status === 0;
}
const pnpm = (args, env) => run(pnpmCommand, args, env);

function install() {
  say("Installing dependencies");
  if (!pnpm(["install", "--frozen-lockfile", "--prefer-offline"])) stop("pnpm install failed; its message is above.");
}

function newest(dir) {
  let t = 0;
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    if (["node_modules", "dist", "dist-types", "test"].includes(e.name)) continue;
    const p = join(dir, e.name);
    t = Math.max(t, e.isDirectory() ? newest(p) : statSync(p).mtimeMs);
  }
  return t;
}

function build() {
  const out = join(ROOT, "apps/editor/dist/index.html");
  const sources = Math.max(
    newest(join(ROOT, "apps/editor")),
    newest(join(ROOT, "packages")),
    statSync(join(ROOT, "pnpm-lock.yaml")).mtimeMs,
  );
  if (existsSync(out) && statSync(out).mtimeMs > sources) return true;
  say("Building the editor");
  return pnpm(["--filter", "@skel/editor", "run", "build"]);
}

const BROWSERS = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];
const browserFound = () => BROWSERS.some((p) => p && existsSync(p));
function ensureBrowser() {
  if (browserFound()) return true;
  const apt = !WIN && spawnSync("apt-get", ["--version"]).status === 0;
  if (apt && process.getuid?.() === 0) {
    say("No Chromium here: installing Debian's with apt-get");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], env);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], env);
    if (browserFound()) return true;
  }
  say("No Chromium here: trying Playwright's own download");
  if (pnpm(["--filter", "@skel/e2e", "exec", "playwright", "install", "chromium"])) return true;
  console.error(
    `\n✖ The browser tests need Chromium or Chrome.\n  ${apt ? "Run: sudo apt-get install -y chromium" : "Install Google Chrome or Chromium"}, or set CHROMIUM_PATH to one,\n  or leave the browser tests out for now: SKIP_BROWSER=1 npm test\n`,
  );
  return false;
}

const freePort = () =>
  new Promise((done, fail) => {
    const s = createServer();
    s.once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

async function start() {
  if (!build()) stop("The editor did not build; the message is above.");
  const child = spawn(process.execPath, ["apps/server/src/main.ts", ...rest], { cwd: ROOT, stdio: "inherit" });
  passSignals(child);
  child.on("exit", (code) => process.exit(code ?? 0));
}

async function test() {
  const results = join(TOOLS, "results");
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const wanted = process.env.SKIP_BROWSER !== "1";
  const sum = { passed: 0, failed: 0, skipped: 0 };
  /** Runs one step. With a result file, its tests are what counts; without one, the step itself. */
  const step = (name, fn, file, read) => {
    say(name);
    const t = performance.now();
    const ok = fn();
    console.log(`  ${ok ? "ok" : "FAILED"}: ${name}, ${((performance.now() - t) / 1000).toFixed(1)} s`);
    const n = file && existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : { passed: ok ? 1 : 0, failed: 0, skipped: 0 };
    if (!ok && n.failed === 0) n.failed = 1; // it failed outside any test
    for (const k of Object.keys(sum)) sum[k] += n[k];
    return ok;
  };
  step("type check", () => pnpm(["exec", "tsc", "-b"]));
  step("lint", () => pnpm(["exec", "oxlint", "--quiet"]));
  const browser = wanted && step("browser present", ensureBrowser);
  const unit = join(results, "unit.json");
  step(
    "unit tests",
    () =>
      pnpm([
        "exec",
        "vitest",
        "run",
        ...(browser ? [] : ["--project=!browser"]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${unit}`,
      ]),
    unit,
    (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests }),
  );
  const built = step("build", build);
  if (browser && built) {
    const e2e = join(results, "e2e.json");
    const port = await freePort();
    step(
      "browser tests",
      () =>
        pnpm(["--filter", "@skel/e2e", "run", "e2e", "--reporter=list,json"], { E2E_PORT: String(port), PLAYWRIGHT_JSON_OUTPUT_FILE: e2e }),
      e2e,
      ({ stats: r }) => ({ passed: r.expected + r.flaky, failed: r.unexpected, skipped: r.skipped }),
    );
  } else sum.skipped++;
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ""}`);
  process.exit(sum.failed ? 1 : 0);
}

await ensureNode();
ensurePnpm();
install();
if (command === "start") await start();
else if (command === "test") await test();
else if (command !== "install") stop(`Unknown command: ${command} (start, test or install)`);

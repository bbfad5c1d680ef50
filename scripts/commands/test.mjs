// npm test: everything that can be checked, ending in one plain line "N passed, N failed".
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "../lib/browser.mjs";
import { buildEditor } from "../lib/build.mjs";
import { ensurePostgres, postgresBin, startPostgres } from "../lib/postgres.mjs";
import { buildServer } from "../lib/server-bundle.mjs";
import { TOOLS, pnpmBehind, pnpmBeside, say } from "../lib/toolchain.mjs";
import { bundle } from "./bundle.mjs";
import { CHECKS } from "./check.mjs";

const results = join(TOOLS, "results");
const sum = { passed: 0, failed: 0, skipped: 0 };

const since = (began) => ((performance.now() - began) / 1000).toFixed(1);
const tell = (name, ok, seconds) => console.log(`  ${ok ? "ok" : "FAILED"}: ${name}, ${seconds} s`);

/** Runs one step. With a result file, its tests are what counts; without one, the step itself. */
async function step(name, work, file, read) {
  say(name);
  const began = performance.now();
  const ok = await work();
  tell(name, ok, since(began));
  const n = file && existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : { passed: ok ? 1 : 0, failed: 0, skipped: 0 };
  if (!ok && n.failed === 0) n.failed = 1; // it failed outside any test
  for (const key of Object.keys(sum)) sum[key] += n[key];
  return ok;
}

/** The static checks, one after another, behind tests that wait now and then; what they say comes at the end. */
async function checks() {
  const done = [];
  for (const { name, args } of CHECKS) {
    const began = performance.now();
    const { ok, printed } = await pnpmBehind(args).catch((error) => ({ ok: false, printed: `${error}\n` }));
    const seconds = since(began);
    done.push(() => {
      say(name);
      process.stdout.write(printed);
      tell(name, ok, seconds);
      sum[ok ? "passed" : "failed"]++;
    });
  }
  return done;
}

const vitest = (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests });
const playwright = ({ stats: r }) => ({ passed: r.expected + r.flaky, failed: r.unexpected, skipped: r.skipped });

/** Tests find the PostgreSQL by CORDBOARD_TEST_POSTGRES: one that was given, or one of ours. It ends with this process, however that ends. */
async function postgres() {
  if (process.env.CORDBOARD_TEST_POSTGRES) return true;
  if (!ensurePostgres()) return false;
  try {
    process.env.CORDBOARD_TEST_POSTGRES = (await startPostgres()).url;
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

/** Memory that is a file system, on Linux. */
const MEMORY = "/dev/shm";
const ROOM = 4 * 2 ** 30;

/**
 * Hundreds of databases live for a second each. Kept in memory, where there is room, the unit tests took 187 s instead of 223 (once each).
 * The storms of the gate stay on the disk: they are about what a disk keeps.
 */
function scratch() {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize < ROOM) return tmpdir();
  const folder = mkdtempSync(join(MEMORY, "cordboard-test-"));
  chmodSync(folder, 0o1777); // as /tmp is: PostgreSQL and apt-get work as other users
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export default async function test() {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const disk = tmpdir();
  process.env.TMPDIR = scratch();
  await step("bundle of the server", buildServer);
  if (process.env.SKIP_POSTGRES === "1") {
    console.log("  skipped: tests on PostgreSQL, because SKIP_POSTGRES=1");
    sum.skipped++;
  } else await step("a PostgreSQL for the store tests", postgres);
  const checked = checks();
  const unit = join(results, "unit.json");
  await step(
    "unit tests, component cases, store suite, samples",
    () =>
      pnpmBeside(["exec", "vitest", "run", "--project=!computing", "--reporter=default", "--reporter=json", `--outputFile.json=${unit}`]),
    unit,
    vitest,
  );
  const chaos = join(results, "chaos.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${chaos}`];
  const gate = ["exec", "vitest", "run", "--config", "chaos/gate/vitest.config.ts", ...reporters];
  const bin = process.env.SKIP_POSTGRES === "1" ? "" : (postgresBin() ?? "");
  await step(
    "gate chaos, simulated histories, hostile inputs",
    () => pnpmBeside(gate, { CORDBOARD_POSTGRES_BIN: bin, TMPDIR: disk }),
    chaos,
    vitest,
  );
  for (const report of await checked) report();
  const built = await step("build of the editor", buildEditor);
  if (built) await step("bundle of the editor within its budget", bundle);
  if (process.env.SKIP_BROWSER === "1") {
    console.log("  skipped: browser tests, because SKIP_BROWSER=1");
    sum.skipped++;
  } else if (built && (await step("a browser for the browser tests", ensureBrowser))) {
    const e2e = join(results, "e2e.json");
    await step(
      "browser tests",
      () => pnpmBeside(["--filter", "@cordboard/e2e", "run", "e2e", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: e2e }),
      e2e,
      playwright,
    );
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ""}`);
  process.exit(sum.failed ? 1 : 0);
}

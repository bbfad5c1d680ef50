// npm test: everything that can be checked, ending in one plain line "N passed, N failed".
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "../lib/browser.mjs";
import { buildEditor } from "../lib/build.mjs";
import { TOOLS, pnpm, say } from "../lib/toolchain.mjs";
import { CHECKS } from "./check.mjs";

const results = join(TOOLS, "results");
const sum = { passed: 0, failed: 0, skipped: 0 };

/** Runs one step. With a result file, its tests are what counts; without one, the step itself. */
function step(name, work, file, read) {
  say(name);
  const began = performance.now();
  const ok = work();
  console.log(`  ${ok ? "ok" : "FAILED"}: ${name}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const n = file && existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : { passed: ok ? 1 : 0, failed: 0, skipped: 0 };
  if (!ok && n.failed === 0) n.failed = 1; // it failed outside any test
  for (const key of Object.keys(sum)) sum[key] += n[key];
  return ok;
}

const vitest = (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests });
const playwright = ({ stats: r }) => ({ passed: r.expected + r.flaky, failed: r.unexpected, skipped: r.skipped });

export default async function test() {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  for (const { name, args } of CHECKS) step(name, () => pnpm(args));
  const unit = join(results, "unit.json");
  step(
    "unit tests, component cases, store suite, samples",
    () => pnpm(["exec", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${unit}`]),
    unit,
    vitest,
  );
  const built = step("build of the editor", buildEditor);
  if (process.env.SKIP_BROWSER === "1") {
    console.log("  skipped: browser tests, because SKIP_BROWSER=1");
    sum.skipped++;
  } else if (built && step("a browser for the browser tests", ensureBrowser)) {
    const e2e = join(results, "e2e.json");
    step(
      "browser tests",
      () => pnpm(["--filter", "@cordboard/e2e", "run", "e2e", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: e2e }),
      e2e,
      playwright,
    );
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ""}`);
  process.exit(sum.failed ? 1 : 0);
}

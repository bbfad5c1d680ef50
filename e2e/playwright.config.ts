import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.ts";

export default defineConfig({
  testDir: ".",
  globalSetup: "../scripts/lib/server-setup.mjs",
  outputDir: "results",
  // Of two processors: a browser keeps one busy, waits now and then, and so does who speaks to ports.
  workers: 3,
  fullyParallel: false,
  forbidOnly: !!process.env["CI"],
  retries: 0,
  reporter: [["list"]],
  // They catch hangs and measure nothing: the machine may be several times slower.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: chromium(),
    // A trace of every test costs a third of the time; `pnpm --filter @cordboard/e2e run e2e --trace on <spec>` takes one of what failed.
    trace: "off",
    screenshot: "only-on-failure",
    actionTimeout: 45_000,
    // What moves is drawn anew again and again: 99 → 89 s for four files, once each. `editing` and `first-call` see the editor move.
    reducedMotion: "reduce",
  },
  projects: [
    // Tests that speak to ports only: no page.
    { name: "ports", testMatch: ["specs/**/*.proof.spec.ts", "scenarios/**/*.spec.ts"] },
    { name: "chromium", testMatch: "specs/**/*.browser.spec.ts", use: { browserName: "chromium" } },
  ],
});

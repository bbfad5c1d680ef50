import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.ts";

/** `npm run screenshots`: the pictures of the README, taken from the product as it is. */
export default defineConfig({
  testDir: "screenshots",
  outputDir: "results",
  workers: 1,
  reporter: [["list"]],
  timeout: 120_000,
  use: { viewport: { width: 1440, height: 900 }, colorScheme: "light", reducedMotion: "reduce", launchOptions: chromium() },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});

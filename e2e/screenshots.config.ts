import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.ts";

/** `npm run screenshots`: docs/screenshots/*.png, of this build. */
export default defineConfig({
  testDir: "screenshots",
  testMatch: "*.spec.ts",
  outputDir: "results",
  workers: 1,
  reporter: [["list"]],
  timeout: 600_000,
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    contextOptions: { reducedMotion: "reduce" },
    locale: "en-US",
    launchOptions: chromium(),
    actionTimeout: 15_000,
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});

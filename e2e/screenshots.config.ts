import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium.ts";

/** `npm run screenshots`: docs/images/*.png, of this build. */
export default defineConfig({
  testDir: "screenshots",
  testMatch: "*.ts",
  outputDir: "results",
  workers: 1,
  reporter: [["list"]],
  timeout: 120_000,
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    locale: "en-US",
    launchOptions: chromium(),
    actionTimeout: 15_000,
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});

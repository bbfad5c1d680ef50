import { defineConfig } from "vitest/config";
import { manifestIcons } from "./manifest-icons.ts";

export default defineConfig({
  plugins: [manifestIcons()],
  // Ten files of ninety look at a page; they say so (`@vitest-environment jsdom`). To make one for each took longer than its tests.
  test: {
    name: "editor",
    environment: "node",
    isolate: false,
    testTimeout: 180_000,
    setupFiles: "test-patience.ts",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});

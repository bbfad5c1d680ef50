import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/server/src/**/*.test.ts",
            "apps/cli/src/**/*.test.ts",
            "scripts/**/*.test.ts",
            "examples/**/*.test.ts",
          ],
          environment: "node",
          // Property tests and real processes share two cores with everything else; a hang is caught all the same.
          testTimeout: 30_000,
        },
      },
      "apps/editor/vitest.config.ts",
    ],
  },
});

import { defineConfig } from "vitest/config";

/** The share of chaos that every `npm test` carries: real processes. Most of it is waiting, so the stores take it side by side. */
export default defineConfig({
  test: {
    name: "chaos",
    root: import.meta.dirname,
    include: ["*.test.ts"],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});

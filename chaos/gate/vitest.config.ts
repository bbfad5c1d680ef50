import { defineConfig } from "vitest/config";

/** The share of chaos that every `npm test` carries: real processes, one store after the other, nothing beside them. */
export default defineConfig({
  test: {
    name: "chaos",
    root: import.meta.dirname,
    include: ["*.test.ts"],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});

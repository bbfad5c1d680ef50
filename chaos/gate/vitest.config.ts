import { defineConfig } from "vitest/config";

const project = (name: string, include: string[], groupOrder: number) => ({
  test: {
    name,
    root: import.meta.dirname,
    include,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: include.length,
    sequence: { groupOrder },
  },
});

/**
 * The share of chaos that every `npm test` carries, with real processes. The storms mostly wait, so the stores have theirs at once;
 * what is measured comes after them, with nothing beside it.
 */
export default defineConfig({
  test: { projects: [project("storms", ["postgres.test.ts", "sqlite.test.ts"], 0), project("restart", ["restart.test.ts"], 1)] },
});

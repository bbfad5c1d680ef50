import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { COMPUTING } from "./computing.ts";

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

/** Takes what the storms leave of the processors. */
const computing = {
  test: {
    name: "computing",
    root: join(import.meta.dirname, "../.."),
    include: COMPUTING,
    setupFiles: ["chaos/gate/lowest-priority.ts"],
    maxWorkers: COMPUTING.length,
    sequence: { groupOrder: 0 },
  },
};

/**
 * The share of chaos that every `npm test` carries, with real processes. The storms mostly wait, so the stores have theirs at once,
 * and beside them histories and hostile inputs are computed; what is measured comes after them, with nothing beside it.
 */
export default defineConfig({
  test: { projects: [project("storms", ["postgres.test.ts", "sqlite.test.ts"], 0), computing, project("restart", ["restart.test.ts"], 1)] },
});

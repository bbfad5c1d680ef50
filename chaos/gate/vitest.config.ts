import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { COMPUTING } from "./computing.ts";

const STORMS = ["postgres-troubles.test.ts", "postgres-crowds.test.ts", "sqlite.test.ts"];
/** A limit of all projects that run at once, which Vitest wants to be the same in each: a place for every file, and some to spare. */
const PLACES = 8;

const project = (name: string, include: string[], groupOrder: number) => ({
  test: {
    name,
    root: import.meta.dirname,
    include,
    // A hang is caught; how long troubles take is the machine's affair.
    testTimeout: 900_000,
    hookTimeout: 300_000,
    maxWorkers: PLACES,
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
    maxWorkers: PLACES,
    sequence: { groupOrder: 0 },
  },
};

/**
 * The share of chaos that every `npm test` carries, with real processes. The storms mostly wait, so all are at once, each in a world
 * of its own, and beside them histories and hostile inputs are computed; what is measured comes after them, with nothing beside it.
 */
export default defineConfig({
  test: {
    globalSetup: join(import.meta.dirname, "../../scripts/lib/server-setup.mjs"),
    projects: [project("storms", STORMS, 0), computing, project("restart", ["restart.test.ts"], 1)],
  },
});

import { defaultExclude, defineConfig } from "vitest/config";
import { COMPUTING } from "./chaos/gate/computing.ts";
import { postgresBin } from "./scripts/lib/postgres.mjs";
import { WaitingFirst, WORKERS } from "./scripts/lib/test-order.ts";

const node = {
  environment: "node",
  // They catch hangs and measure nothing: property tests and real processes share a machine with everything else.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  // The modules are read once per worker, not once per file: that was half of the time. Tests put back what they change.
  isolate: false,
  maxWorkers: WORKERS,
  globalSetup: "scripts/lib/server-setup.mjs",
} as const;

const server = { ...node, globalSetup: ["scripts/lib/server-setup.mjs", "scripts/lib/postgres-setup.mjs"] } as const;
const hasPostgres = process.env["SKIP_POSTGRES"] !== "1" && Boolean(process.env["CORDBOARD_TEST_POSTGRES"] ?? postgresBin());

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    sequence: { sequencer: WaitingFirst },
    projects: [
      {
        test: {
          ...node,
          name: "node",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/cli/src/**/*.test.ts",
            "scripts/**/*.test.ts",
            "examples/**/*.test.ts",
            "chaos/{check,faults,world}/**/*.test.ts",
          ],
          exclude: [...defaultExclude, ...COMPUTING],
        },
      },
      { test: { ...node, name: "computing", include: COMPUTING } },
      // Its stores run on both engines, and so does every route.
      { test: { ...server, name: "server", include: ["apps/server/src/**/*.test.ts"] } },
      ...(hasPostgres
        ? [
            {
              test: {
                ...server,
                name: "server on PostgreSQL",
                include: ["apps/server/src/{http,live}/**/*.test.ts"],
                env: { CORDBOARD_TEST_STORE: "postgres" },
              },
            },
          ]
        : []),
      // Projects that share the workers have the same number of them.
      { extends: "apps/editor/vitest.config.ts", root: "apps/editor", test: { name: "editor", maxWorkers: WORKERS } },
    ],
  },
});

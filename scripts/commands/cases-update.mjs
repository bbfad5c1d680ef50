// npm run cases:update: rewrites what the component cases expect; review the result as a diff.
import { pnpm } from "../lib/toolchain.mjs";

export default async function casesUpdate(args) {
  process.exit(
    pnpm(["exec", "vitest", "run", "packages/testing/src/cases", "packages/components", ...args], { CASES_UPDATE: "1" }) ? 0 : 1,
  );
}

// npm run check: format, types, lint, unused code. Fast enough for every save.
import { pnpm } from "../lib/toolchain.mjs";

export const CHECKS = [
  { name: "format", args: ["exec", "oxfmt", "--check", "."] },
  { name: "types", args: ["exec", "tsc", "-b"] },
  { name: "lint", args: ["exec", "oxlint", "--quiet"] },
  { name: "unused files and dependencies", args: ["exec", "knip", "--no-progress", "--no-config-hints"] },
];

export default async function check() {
  const failed = CHECKS.filter(({ name, args }) => {
    console.log(`» ${name}`);
    return !pnpm(args);
  });
  process.exit(failed.length ? 1 : 0);
}

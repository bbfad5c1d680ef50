// npm run check: format, types, lint, unused code. Fast enough for every save.
import { pnpm } from "../lib/toolchain.mjs";

export const CHECKS = [
  ["format", ["exec", "oxfmt", "--check", "."]],
  ["types", ["exec", "tsc", "-b"]],
  ["lint", ["exec", "oxlint", "--quiet"]],
  ["unused files and dependencies", ["exec", "knip", "--no-progress"]],
];

export default async function check() {
  const failed = CHECKS.filter(([name, args]) => {
    console.log(`» ${name}`);
    return !pnpm(args);
  });
  process.exit(failed.length ? 1 : 0);
}

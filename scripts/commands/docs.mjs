// npm run docs: writes the pages that are made from the code: docs/components/ and docs/developers/error-codes.md.
import { join } from "node:path";
import { node, ROOT } from "../lib/toolchain.mjs";

export default async function docs() {
  const written = ["component-reference.mjs", "error-codes.mjs"].every((script) => node([join(ROOT, "scripts", script)]));
  process.exit(written ? 0 : 1);
}

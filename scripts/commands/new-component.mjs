// npm run new:component <snake_case_name>
import { ROOT, node } from "../lib/toolchain.mjs";
import { join } from "node:path";

export default async function newComponent(args) {
  process.exit(node([join(ROOT, "scripts/new-component.mjs"), ...args]) ? 0 : 1);
}

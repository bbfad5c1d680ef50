// npm run dev: the same product; the server restarts and the page reloads when a file changes.
import { spawn } from "node:child_process";
import { ROOT, forwardSignals } from "../lib/toolchain.mjs";

export default async function dev(args) {
  const children = [
    spawn(process.execPath, ["--watch", "--disable-proto=delete", "apps/server/src/main.ts", ...args], { cwd: ROOT, stdio: "inherit" }),
    spawn("pnpm", ["--filter", "@cordboard/editor", "run", "dev"], { cwd: ROOT, stdio: "inherit" }),
  ];
  for (const child of children) {
    forwardSignals(child);
    child.on("exit", (code) => process.exit(code ?? 0));
  }
}

// npm start: builds what changed and starts Cordboard with the embedded store and the built-in simulator.
import { spawn } from "node:child_process";
import { buildEditor } from "../lib/build.mjs";
import { ROOT, forwardSignals, stop } from "../lib/toolchain.mjs";

export default async function start(args) {
  if (!buildEditor()) stop("The editor did not build; the message is above.");
  const child = spawn(process.execPath, ["--disable-proto=delete", "apps/server/src/main.ts", ...args], { cwd: ROOT, stdio: "inherit" });
  forwardSignals(child);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

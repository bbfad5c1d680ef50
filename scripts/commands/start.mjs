// npm start: builds what changed and starts Cordboard with the embedded store and the built-in simulator.
import { spawn } from "node:child_process";
import { buildAll } from "../lib/build.mjs";
import { ROOT, forwardSignals } from "../lib/toolchain.mjs";

export default async function start(args) {
  await buildAll();
  const child = spawn(process.execPath, ["--disable-proto=delete", "apps/server/dist/main.mjs", ...args], { cwd: ROOT, stdio: "inherit" });
  forwardSignals(child);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

// npm run bench                          every figure of the speed table; about 40 minutes, most of them calls at a fixed rate
// npm run bench -- server | scale | calls | volume | starts | engine | board    one or several of them
// npm run bench -- n8n                   the server beside n8n too, which takes ten minutes to install
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { benchBoard } from "./board.ts";
import { benchCalls } from "./calls.ts";
import { benchScale } from "./scale.ts";
import { benchServer } from "./server.ts";
import { benchStarts } from "./starts.ts";
import { benchVolume } from "./volume.ts";

const root = dirname(import.meta.dirname);
const wanted = process.argv.slice(2);
const BENCHES: Record<string, () => Promise<unknown>> = {
  server: () => benchServer({ withN8n: wanted.length === 0 || wanted.includes("n8n") }),
  scale: () => benchScale(root),
  calls: () => benchCalls(root),
  volume: () => benchVolume(root),
  engine: async () => void spawnSync(process.execPath, ["packages/engine/bench/steps.ts"], { cwd: root, stdio: "inherit" }),
  store: async () => void spawnSync(process.execPath, ["apps/server/bench/store.ts"], { cwd: root, stdio: "inherit" }),
  starts: () => benchStarts(root),
  board: benchBoard,
};
const unknown = wanted.filter((name) => name !== "n8n" && !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}.`);
  process.exit(1);
}
if (wanted.includes("n8n")) wanted.push("server");
for (const [name, bench] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await bench();

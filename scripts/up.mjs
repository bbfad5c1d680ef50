#!/usr/bin/env node
// Every command of this repository goes through here:  node scripts/up.mjs <command> [arguments]
// It brings the Node.js and pnpm the project needs, installs from the lock file, then runs scripts/commands/<command>.mjs.
import { existsSync } from "node:fs";
import { ensureNode, ensurePnpm, install, ROOT, stop } from "./lib/toolchain.mjs";

const [command = "start", ...rest] = process.argv.slice(2);
const file = new URL(`./commands/${command}.mjs`, import.meta.url);
if (!/^[a-z-]+$/.test(command) || !existsSync(file)) stop(`There is no command "${command}". README.md lists them.`);

await ensureNode();
process.chdir(ROOT);
ensurePnpm();
install();
await (await import(file.href)).default(rest);

#!/usr/bin/env node
import { fileURLToPath } from "node:url";

// Goes on in the project's own Node when this one is too old; nothing newer may be loaded before that.
const { ensureNode } = await import(new URL("../../../scripts/lib/toolchain.mjs", import.meta.url).href);

await ensureNode();
// What was compiled once is kept: it is most of what a short command takes.
const { enableCompileCache } = await import("node:module");
enableCompileCache(fileURLToPath(new URL("../../../.tools/compile-cache", import.meta.url)));
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));

#!/usr/bin/env node
// Goes on in the project's own Node when this one is too old; nothing newer may be loaded before that.
const { ensureNode } = await import(new URL("../../../scripts/lib/toolchain.mjs", import.meta.url).href);

await ensureNode();
await import("../src/server/main.ts");

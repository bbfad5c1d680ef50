import { enableCompileCache } from "node:module";
import { join } from "node:path";

// As the server does: what reads and compiles nothing anew is up in a third of the time.
enableCompileCache(join(import.meta.dirname, "..", "..", "..", "..", ".tools", "compile-cache"));
const { main } = await import("./cli.ts");
await main(process.argv.slice(2), process.env);

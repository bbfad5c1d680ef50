import { enableCompileCache } from "node:module";
import { join } from "node:path";

// To compile our modules is most of a start: kept compiled, a process that died is back in half the time. Not in the
// machine's folder for passing files, where somebody else could put code for us.
enableCompileCache(join(import.meta.dirname, "..", "..", "..", ".tools", "compile-cache"));
await import("./serve.ts");

/**
 * Runs an author's JavaScript where it can reach nothing: QuickJS in WebAssembly, without network, clock, files or any object
 * of ours. What goes in and out is JSON.
 *
 *   program   code, its inputs, and what it may spend        ran   where it leaves, its outputs and what it logged, or why not
 */
export { createSandbox, type Sandbox } from "./sandbox.ts";
export type { Program, Ran } from "./program.ts";

/**
 * The words all other packages speak (see product.md for the glossary):
 *
 *   manifest  what both sides know of a component type          runtime   what a component does when a run visits a node
 *   outcome   a step's decision: exit, await, end                wait      a step that stopped, with a deadline
 *   event     something that happened to a run                   effect    something a run does to the world, as data
 *   run       one execution, pinned to a version                 journal   what happened, append-only
 *   issue     what check() found in a flow                       leg       one call within a run
 */
export type { Verb } from "@cordboard/plivo";
export * from "./call.ts";
export * from "./effects.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./issue.ts";
export * from "./json.ts";
export * from "./limits.ts";
export * from "./manifest.ts";
export * from "./messages.ts";
export * from "./run.ts";
export * from "./runtime.ts";
export * from "./services.ts";

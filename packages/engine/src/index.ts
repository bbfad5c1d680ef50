/**
 * The engine: (run, event) → (run, journal, effects, timers, reply), pure.
 *
 *   compile   a flow's text → one xstate machine: a state per node, an event per exit
 *   turn      the work of one event on a private copy of the run
 *   walk      entering nodes one after another until a step waits or the path ends
 *   wait      a step that stopped; `carrier` waits are answered with its verbs, `world` waits with the hold loop
 *   barrier   a wait before a node whose effect must not begin while the prompts before it still play
 *   thread    one path of a run; branches are threads beside the step that waits for them (threads.ts)
 *   settle    ending a run: its legs first
 */
export { advance } from "./advance.ts";
export { compileFlow, machineJson, type CompiledFlow } from "./compile.ts";
export { describeRun, waitDocument, waitFor, type RunView } from "./describe.ts";
export { mayHear } from "./hearings.ts";
export { newRun, parties, type NewRun } from "./new-run.ts";
export type { EngineDeps } from "./turn.ts";
export { MASK, maskJson, maskLeg, maskMessage, maskText, maskTrigger } from "./vault.ts";

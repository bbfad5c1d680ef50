import { type Advance, type RunCode, RUN_CODES, type RunState } from "@cordboard/contract";
import { advance, type CompiledFlow, type EngineDeps } from "@cordboard/engine";

/**
 * Ends a run that cannot go on, from the state before the event that broke it: the engine stops it (and hangs up its
 * legs), and the reason says what was wrong.
 */
export function failInstead(flow: CompiledFlow, state: RunState, at: number, code: RunCode, deps: EngineDeps): Advance {
  const stopped = advance(flow, state, { at, type: "stop", by: "Cordboard" }, deps);
  const reason = { code, message: RUN_CODES[code] };
  const { run } = stopped;
  if (run.ending) run.ending = { status: "failed", reason };
  if (run.status === "stopped") Object.assign(run, { status: "failed", reason });
  for (const entry of stopped.journal) {
    if (entry.kind === "run" && entry.run.status === "stopped") entry.run = { status: "failed", reason };
  }
  return stopped;
}

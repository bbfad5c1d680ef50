import { type Advance, type RunCode, RUN_CODES, type RunState } from "@cordboard/contract";
import { advance, type CompiledFlow, type EngineDeps } from "@cordboard/engine";

/**
 * Ends a run for a reason that no step of it gave: the engine stops it (and hangs up its legs), and the reason says why.
 * After a fault, `state` is the state before the event that broke it.
 */
export function endInstead(
  flow: CompiledFlow,
  state: RunState,
  at: number,
  end: { status: "failed" | "stopped"; code: RunCode },
  deps: EngineDeps,
): Advance {
  const stopped = advance(flow, state, { at, type: "stop", by: "Cordboard" }, deps);
  const { status } = end;
  const reason = { code: end.code, message: RUN_CODES[end.code] };
  const { run } = stopped;
  if (run.ending) run.ending = { ...run.ending, status, reason };
  if (run.status === "stopped") Object.assign(run, { status, reason });
  for (const entry of stopped.journal) {
    if (entry.kind === "run" && entry.run.status === "stopped") entry.run = { status, reason };
  }
  return stopped;
}

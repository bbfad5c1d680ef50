import { transition } from "xstate";
import type { CompiledFlow } from "./compile.ts";

/**
 * The only place that steps an xstate machine, and only by its pure function: no actor is ever started.
 * Answers the state the event leads to, or null when nothing takes it (a bare exit, a handler nobody wired).
 */
export function nextState(flow: CompiledFlow, state: string, eventType: string): string | null {
  const snapshot = flow.machine.resolveState({ value: state, context: {} });
  if (!snapshot.can({ type: eventType })) return null;
  const [next] = transition(flow.machine, snapshot, { type: eventType });
  return typeof next.value === "string" ? next.value : null;
}

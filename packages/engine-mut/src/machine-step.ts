import { type AnyStateMachine, transition } from "xstate";
import type { CompiledFlow } from "./compile.ts";

/**
 * Where each event has led from each state so far. Compiled machines hold no guards and no context, so the answer never
 * changes, and a machine is asked once for each of its cords (reference: perf.md section 1, xstate restores a state slowly).
 */
const known = new WeakMap<AnyStateMachine, Map<string, string | null>>();

/**
 * The only place that steps an xstate machine, and only by its pure function: no actor is ever started.
 * Answers the state the event leads to, or null when nothing takes it (a bare exit, a handler nobody wired).
 */
export function nextState({ machine }: CompiledFlow, state: string, eventType: string): string | null {
  const led = known.get(machine) ?? new Map<string, string | null>();
  known.set(machine, led);
  const key = `${state} ${eventType}`;
  const before = led.get(key);
  if (before !== undefined) return before;
  const next = step(machine, state, eventType);
  led.set(key, next);
  return next;
}

function step(machine: AnyStateMachine, state: string, eventType: string): string | null {
  const snapshot = machine.resolveState({ value: state, context: {} });
  if (!snapshot.can({ type: eventType })) return null;
  const [next] = transition(machine, snapshot, { type: eventType });
  return typeof next.value === "string" ? next.value : null;
}

import { handlerEvent } from "./compile.ts";
import { nextState } from "./machine-step.ts";
import type { Turn } from "./turn.ts";

/** The node a wired flow-wide handler leads to, or null. */
export function followHandler({ flow, thread }: Turn, handler: "on_error" | "on_hangup" | "on_keyword"): string | null {
  return nextState(flow, thread.state, handlerEvent(handler));
}

import { type Json, RUN_CODES, type Outcome, type StepEvent } from "@cordboard/contract";
import type { CompiledNode } from "./compile.ts";
import { endPath } from "./ending.ts";
import { late, unused } from "./news.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import type { Turn } from "./turn.ts";
import { abandonStep, clearWait } from "./wait.ts";
import { apply, leaveByFault, walk } from "./walk.ts";

/** News that our own doings bring: a circle of them turns without anything from outside. */
const OF_EFFECTS: ReadonlySet<string> = new Set([
  "effect",
  "call_progress",
  "message_status",
  "branch",
  "flow_ended",
] satisfies StepEvent["type"][]);

/** Hands an event to the waiting step and goes on from what it decides. */
export function resume(turn: Turn, event: StepEvent): void {
  const { run, thread, flow } = turn;
  const { wait } = thread;
  const compiled = wait && flow.nodes.get(wait.nodeId);
  if (!wait?.step || !compiled) return late(turn, event);
  const { step, memory } = wait;
  // The end of a branch is news of the run itself.
  if (event.type !== "branch") run.entriesSinceWait = 0;
  if (!OF_EFFECTS.has(event.type)) delete run.failedNodes;
  const config = fillIn(turn, compiled);
  if (!config.ok) return follow(turn, leaveByFault(turn, compiled, step, { code: "template_failed", message: config.message }));
  const token = turn.deps.newId();
  const outcome = decide(turn, compiled, config.value, event, memory, token);
  follow(turn, apply(turn, compiled, step, outcome, token));
  if (outcome.do === "ignore" || (event.type === "timer" && endless(outcome))) ignored(turn, compiled, event);
}

/** A wait whose deadline is over can't go on without a new one. */
const endless = (outcome: Outcome): boolean => outcome.do === "stay" && outcome.deadlineSeconds === undefined;

function decide(turn: Turn, compiled: CompiledNode, config: Json, event: StepEvent, memory: Json, token: string): Outcome {
  return runtimeOf(compiled, turn).resume?.(config, event, stepContext(turn, compiled, token), memory) ?? { do: "ignore" };
}

/** The step has no use for the event. The wait goes on, unless the event is the end of it. */
function ignored(turn: Turn, compiled: CompiledNode, event: StepEvent): void {
  if (event.type === "timer") {
    abandonStep(turn, { code: "deadline_passed", message: RUN_CODES.deadline_passed });
    return follow(turn, endPath(turn, "deadline_passed"));
  }
  if (event.type === "hangup") return hungUp(turn, compiled);
  unused(turn, event);
  // The call asks how to go on, and its document is over: what the step does with no answer is better than silence.
  const over = turn.asking !== null && turn.asking === turn.thread.leg && turn.thread.wait?.for === "carrier";
  if (over && event.type !== "silence") resume(turn, { type: "silence" });
}

/** The hang-up rule (components.md, "When somebody hangs up"). A step that needs no call goes on waiting. */
function hungUp(turn: Turn, compiled: CompiledNode): void {
  const { wait } = turn.thread;
  if (!wait?.step) return;
  const exit = compiled.manifest.exits(compiled.config).find((e) => e.handler === "on_hangup" && compiled.wired.has(e.id));
  if (exit) return follow(turn, apply(turn, compiled, wait.step, { do: "exit", exit: exit.id }, ""));
  if (wait.for !== "carrier" && !compiled.manifest.needsCall) return;
  abandonStep(turn);
  follow(turn, endPath(turn, "hung_up"));
}

/** What the path waited for before it entered its next node has come. */
export function passBarrier(turn: Turn): void {
  const nodeId = turn.thread.wait?.nodeId;
  clearWait(turn);
  if (nodeId !== undefined) walk(turn, nodeId);
}

export function follow(turn: Turn, next: string | null): void {
  if (next !== null) walk(turn, next);
}

import { type Json, type JsonObject, LIMITS, type Outcome, type RunCode, RUN_CODES, type Step } from "@cordboard/contract";
import { type CompiledNode, exitEvent } from "./compile.ts";
import { endPath, failRun, followHandler } from "./ending.ts";
import { currentLeg } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { type Turn, journalStep } from "./turn.ts";
import { keepSecret, sensitiveOutputs } from "./vault.ts";
import { clearWait, hasPrompts, keepWait, setBarrier, setWait } from "./wait.ts";

/** Enters `nodeId` and every node after it, until a step waits or the path ends. */
export function walk(turn: Turn, nodeId: string): void {
  let next: string | null = nodeId;
  while (next !== null && turn.run.status === "running") next = enter(turn, next);
}

/** Enters one node; answers the node its exit leads to, or null when the walk stops here. */
function enter(turn: Turn, nodeId: string): string | null {
  const { run, flow, thread } = turn;
  const compiled = flow.nodes.get(nodeId);
  if (!compiled) throw new Error(`The compiled flow has no node ${nodeId}.`);
  if (++run.entriesSinceWait > LIMITS.runEntriesWithoutWait) return stopWith(turn, "loop_without_wait");
  if (run.steps >= LIMITS.runSteps) return stopWith(turn, "too_many_steps");
  if (turn.at - run.startedAt > LIMITS.runAgeDays * 86_400_000) return stopWith(turn, "run_too_old");
  if (compiled.manifest.needsCall && !currentLeg(turn)) {
    thread.state = nodeId;
    return endPath(turn, "call_over");
  }
  const token = turn.deps.newId();
  const config = fillIn(turn, compiled);
  if (!config.ok) {
    thread.state = nodeId;
    return leaveByFault(turn, compiled, openStep(turn, compiled, {}), config.message);
  }
  const outcome = runtimeOf(compiled, turn).enter(config.value, stepContext(turn, compiled, token));
  if ((outcome as { effects?: unknown[] }).effects?.length && currentLeg(turn) && hasPrompts(thread.pendingVerbs)) {
    setBarrier(turn, nodeId);
    return null;
  }
  thread.state = nodeId;
  return apply(turn, compiled, openStep(turn, compiled, inputsOf(config.value)), outcome, token);
}

/** Applies what a step decided, whether it was just entered or resumed. Answers the next node, or null. */
export function apply(turn: Turn, compiled: CompiledNode, step: Step, outcome: Outcome, token: string): string | null {
  const { run, thread } = turn;
  const name = compiled.node.name;
  if (outcome.outputs)
    keepSecret(
      run,
      sensitiveOutputs(compiled).map((output) => outcome.outputs?.[output]),
    );
  if (outcome.outputs) assign(turn, name, outcome.outputs, step);
  for (const effect of outcome.effects ?? []) {
    turn.effects.push({ effect, token: turn.deps.newId(), nodeId: compiled.node.id, step: step.seq });
    run.effects[effect.id] = { kind: effect.kind, nodeId: compiled.node.id, step: step.seq, open: true };
    step.effects.push(effect.id);
  }
  if (outcome.do === "ignore") return null;
  if (outcome.do === "stay") {
    keepWait(turn, outcome);
    return null;
  }
  if (outcome.verbs) thread.pendingVerbs.push(...outcome.verbs);
  if (outcome.do === "await") {
    setWait(turn, outcome.wait, token, compiled.node.id, compiled.manifest.version, step);
    journalStep(turn, step);
    return null;
  }
  clearWait(turn);
  step.leftAt = new Date(turn.at).toISOString();
  if (outcome.do === "end") {
    if (outcome.outputs) run.outputs = { ...run.outputs, ...outcome.outputs };
    if (outcome.result !== undefined) run.result = outcome.result;
    journalStep(turn, step);
    return endPath(turn, null, { ours: outcome.hangup ?? false });
  }
  step.exit = outcome.exit;
  if (outcome.vars) assign(turn, "vars", outcome.vars, step);
  if (outcome.error) {
    step.error = outcome.error;
    assign(turn, name, { error: outcome.error }, step);
  }
  if (outcome.leg !== undefined && outcome.leg !== thread.leg) {
    if (thread.leg) run.former.push(thread.leg);
    thread.leg = outcome.leg;
    run.former = run.former.filter((uuid) => uuid !== outcome.leg);
  }
  journalStep(turn, step);
  return leave(turn, compiled, outcome.exit);
}

/** Follows an exit's cord; a bare one goes to its flow-wide handler or ends the path. */
function leave(turn: Turn, compiled: CompiledNode, exit: string): string | null {
  const next = nextState(turn.flow, turn.thread.state, exitEvent(exit));
  if (next !== null) return next;
  const spec = compiled.manifest.exits(compiled.config).find((e) => e.id === exit);
  if (spec?.trigger) return endPath(turn, "no_start_cord");
  if (spec?.handler === "on_error") {
    const handler = followHandler(turn, "on_error");
    if (handler !== null) return handler;
  }
  return endPath(turn, spec?.handler === "on_hangup" ? "hung_up" : "exit_has_no_cord");
}

/** A text of the node could not be filled in: by its `failed` exit when it has one, else the run fails. */
function leaveByFault(turn: Turn, compiled: CompiledNode, step: Step, message: string): string | null {
  const error = { code: "template_failed", message };
  const failed = compiled.manifest.exits(compiled.config).find((e) => e.handler === "on_error");
  if (failed) return apply(turn, compiled, step, { do: "exit", exit: failed.id, error }, "");
  step.error = error;
  step.leftAt = new Date(turn.at).toISOString();
  journalStep(turn, step);
  const handler = followHandler(turn, "on_error");
  return handler ?? stopWith(turn, "template_failed", message);
}

function openStep(turn: Turn, compiled: CompiledNode, inputs: JsonObject): Step {
  const { id, name, type } = compiled.node;
  const step: Step = {
    seq: ++turn.run.steps,
    thread: turn.thread.id,
    node: { id, name, type },
    exit: null,
    enteredAt: new Date(turn.at).toISOString(),
    leftAt: null,
    inputs,
    outputs: {},
    error: null,
    effects: [],
  };
  turn.steps.set(step.seq, step);
  return step;
}

const inputsOf = (config: Json): JsonObject => (config !== null && typeof config === "object" && !Array.isArray(config) ? config : {});

function assign(turn: Turn, name: string, values: JsonObject, step: Step): void {
  const { variables } = turn.run;
  const known = variables[name];
  variables[name] = { ...(known !== null && typeof known === "object" && !Array.isArray(known) ? known : {}), ...values };
  step.outputs = { ...step.outputs, ...values };
}

const stopWith = (turn: Turn, code: RunCode, message: string = RUN_CODES[code]): null => failRun(turn, { code, message });

import { type Json, type JsonObject, LIMITS, type Outcome, type RunCode, RUN_CODES, STEP_CODES, type Step } from "@cordboard/contract";
import { clipped } from "./clip.ts";
import { type CompiledNode, exitEvent } from "./compile.ts";
import { addEffect } from "./effects.ts";
import { callerChose, noteOutputs } from "./entered.ts";
import { endPath, failRun, followOnError } from "./ending.ts";
import { handOver } from "./handover.ts";
import { hasPrompts } from "./hearing.ts";
import { currentLeg } from "./legs.ts";
import { nextState } from "./machine-step.ts";
import { objectOr } from "./object-or.ts";
import { waitForCall } from "./recall.ts";
import { fillIn, runtimeOf, stepContext } from "./scope.ts";
import { fork } from "./threads.ts";
import { isOver, type Turn, journalStep } from "./turn.ts";
import { keepSecret } from "./vault.ts";
import { clearWait, keepWait, PROMPTS, setBarrier, setWait } from "./wait.ts";

/** Enters `nodeId` and every node after it, until a step waits or the path ends. */
export function walk(turn: Turn, nodeId: string): void {
  const { thread } = turn;
  let next: string | null = nodeId;
  while (next !== null && !isOver(turn.run)) {
    turn.thread = thread;
    next = enter(turn, next);
  }
}

/** Enters one node; answers the node its exit leads to, or null when the walk stops here. */
function enter(turn: Turn, nodeId: string): string | null {
  const { run, flow, thread } = turn;
  const compiled = flow.nodes.get(nodeId);
  if (!compiled) throw new Error(`The compiled flow has no node ${nodeId}.`);
  if (waitForCall(turn, nodeId)) return null;
  if (++run.entriesSinceWait > LIMITS.runEntriesWithoutWait) {
    // Nobody is to hear the same prompt hundreds of times.
    thread.pendingVerbs = [];
    return outOfBudget(turn, "loop_without_wait", compiled);
  }
  if (run.steps >= LIMITS.runSteps) return outOfBudget(turn, "too_many_steps", compiled);
  if (turn.at - run.startedAt > LIMITS.runAgeDays * 86_400_000) return outOfBudget(turn, "run_too_old", compiled);
  if (compiled.manifest.needsCall && !currentLeg(turn)) {
    thread.state = nodeId;
    return endPath(turn, "call_over");
  }
  const token = turn.deps.newId();
  const config = fillIn(turn, compiled);
  if (!config.ok) {
    thread.state = nodeId;
    return leaveByFault(turn, compiled, openStep(turn, compiled, {}), { code: "template_failed", message: config.message });
  }
  if (callerChose(turn.run, compiled, config.value)) {
    thread.state = nodeId;
    const error = { code: "caller_chose_number", message: STEP_CODES.caller_chose_number };
    return leaveByFault(turn, compiled, openStep(turn, compiled, inputsOf(config.value)), error);
  }
  const outcome = decide(turn, compiled, config.value, token);
  if (acts(outcome) && currentLeg(turn) && hasPrompts(thread.pendingVerbs)) {
    setBarrier(turn, nodeId, PROMPTS);
    return null;
  }
  thread.state = nodeId;
  return apply(turn, compiled, openStep(turn, compiled, inputsOf(config.value)), outcome, token);
}

/** What must not happen while prompts before it are still to be heard; a branch may do such things. */
const acts = (outcome: Outcome): boolean =>
  ("effects" in outcome && !!outcome.effects?.length) || ("branches" in outcome && !!outcome.branches?.length);

/** A component that throws still leaves a step in the journal, so that people see which one it was. */
function decide(turn: Turn, compiled: CompiledNode, config: Json, token: string): Outcome {
  try {
    return runtimeOf(compiled, turn).enter(config, stepContext(turn, compiled, token));
  } catch (error) {
    turn.thread.state = compiled.node.id;
    const step = openStep(turn, compiled, inputsOf(config));
    leaveStep(turn, step, { code: "engine_fault", message: RUN_CODES.engine_fault });
    throw error;
  }
}

/** Applies what a step decided, whether it was just entered or resumed. Answers the next node, or null. */
export function apply(turn: Turn, compiled: CompiledNode, step: Step, outcome: Outcome, token: string): string | null {
  const { thread } = turn;
  const { id, name } = compiled.node;
  if (outcome.outputs) {
    const { outputs } = outcome;
    keepSecret(
      turn.run,
      compiled.sensitive.map((output) => outputs[output]),
    );
    noteOutputs(turn.run, compiled, outputs);
    assign(turn, name, outputs, step);
  }
  for (const effect of outcome.effects ?? []) addEffect(turn, handOver(turn, effect), id, step);
  if (outcome.do === "ignore" || outcome.do === "stay") {
    if (outcome.do === "stay") keepWait(turn, outcome);
    if (outcome.outputs || outcome.effects?.length) journalStep(turn, step);
    return null;
  }
  clearWait(turn);
  if (outcome.do === "exit" && outcome.leg !== undefined) talkTo(turn, outcome.leg);
  if (outcome.verbs && currentLeg(turn)) thread.pendingVerbs.push(...outcome.verbs);
  if (outcome.do === "await") {
    if (outcome.wait.for === "carrier" && !currentLeg(turn)) {
      leaveStep(turn, step);
      return endPath(turn, "call_over");
    }
    setWait(turn, outcome.wait, token, id, compiled.manifest.version, step);
    journalStep(turn, step);
    return branchOut(turn, compiled, step, outcome.branches ?? []);
  }
  if (outcome.do === "end") {
    leaveStep(turn, step);
    const { result, outputs, hangup: ours = false } = outcome;
    return endPath(turn, null, { ours, ...(result !== undefined && { result }), ...(outputs && { outputs }) });
  }
  keepFor(turn, id, outcome.keep ?? null);
  step.exit = outcome.exit;
  if (outcome.vars) assign(turn, "vars", outcome.vars, step);
  if (outcome.contact) noteContact(turn, outcome.contact, step);
  noteError(turn, name, outcome.error ?? null, step);
  leaveStep(turn, step, outcome.error ?? null);
  return leave(turn, compiled, outcome.exit);
}

/** Follows an exit's cord; a bare one goes to its flow-wide handler or ends the path. */
export function leave(turn: Turn, compiled: CompiledNode, exit: string): string | null {
  const next = nextState(turn.flow, turn.thread.state, exitEvent(exit));
  if (next !== null) return next;
  const spec = compiled.manifest.exits(compiled.config).find((e) => e.id === exit);
  if (spec?.trigger) return endPath(turn, "no_start_cord");
  if (spec?.handler === "on_error") {
    const handler = followOnError(turn, compiled.node.id);
    if (handler !== null) return handler;
  }
  return endPath(turn, spec?.handler === "on_hangup" ? "hung_up" : "exit_has_no_cord");
}

/** The node can't do its work with the config it got: by its `failed` exit when it has one, else the run fails. */
export function leaveByFault(turn: Turn, compiled: CompiledNode, step: Step, error: NonNullable<Step["error"]>): string | null {
  const failed = compiled.manifest.exits(compiled.config).find((e) => e.handler === "on_error");
  if (failed) return apply(turn, compiled, step, { do: "exit", exit: failed.id, error }, "");
  clearWait(turn);
  noteError(turn, compiled.node.name, error, step);
  leaveStep(turn, step, error);
  return followOnError(turn, compiled.node.id) ?? failRun(turn, error);
}

/** Sets paths beside the step going, each from one of its exits. They begin one after another when this one waits. */
function branchOut(turn: Turn, compiled: CompiledNode, step: Step, branches: { exit: string; keepsCall: boolean }[]): null {
  const born = fork(turn, step, branches);
  if (!born) return outOfBudget(turn, "too_many_branches", compiled);
  for (const [i, thread] of born.entries()) turn.todo.push({ thread, begins: branches[i]?.exit ?? "" });
  return null;
}

/** What a node keeps stands above what nodes keep that were visited before it: when the path comes back to one, those above go. */
function keepFor(turn: Turn, nodeId: string, value: Json): void {
  const { thread } = turn;
  const kept = thread.kept ?? [];
  const at = kept.findIndex(({ node }) => node === nodeId);
  if (at < 0 && value === null) return;
  const below = at < 0 ? kept : kept.slice(0, at);
  thread.kept = value === null ? below : [...below, { node: nodeId, value }];
}

/** The call that the path talks to from here on. What was gathered for the one before is not for this one. */
function talkTo(turn: Turn, callUuid: string): void {
  const { run, thread } = turn;
  if (callUuid === thread.leg) return;
  if (thread.leg) run.former.push(thread.leg);
  run.former = run.former.filter((uuid) => uuid !== callUuid);
  thread.leg = callUuid;
  thread.pendingVerbs = [];
}

function openStep(turn: Turn, compiled: CompiledNode, inputs: JsonObject): Step {
  const { id, name, type } = compiled.node;
  return {
    seq: ++turn.run.steps,
    thread: turn.thread.id,
    node: { id, name, type },
    exit: null,
    enteredAt: turn.now,
    leftAt: null,
    inputs: clipped(inputs),
    outputs: {},
    error: null,
    effects: [],
  };
}

function leaveStep(turn: Turn, step: Step, error: Step["error"] = null): void {
  step.leftAt = turn.now;
  step.error = error;
  journalStep(turn, step);
}

const inputsOf = (config: Json): JsonObject => objectOr(config);

function assign(turn: Turn, name: string, values: JsonObject, step: Step): void {
  const { variables } = turn.run;
  variables[name] = { ...objectOr(variables[name]), ...values };
  step.outputs = { ...step.outputs, ...values };
  turn.grew = true;
}

/** Messages find their run by the contact's number, so that stays what it is. */
function noteContact(turn: Turn, values: JsonObject, step: Step): void {
  const { contact } = turn.run;
  turn.run.contact = { ...contact, ...values, number: contact.number };
  step.outputs = { ...step.outputs, ...values };
  turn.grew = true;
}

/** `{{ <Node>.error }}` tells of the last visit only. */
function noteError(turn: Turn, name: string, error: Step["error"], step: Step): void {
  if (error) return assign(turn, name, { error }, step);
  const known = objectOr(turn.run.variables[name]);
  // A component may have a variable of its own by that name.
  if (!Object.hasOwn(known, "error") || Object.hasOwn(step.outputs, "error")) return;
  const { error: _before, ...rest } = known;
  turn.run.variables[name] = rest;
}

const outOfBudget = (turn: Turn, code: RunCode, { node }: CompiledNode): null =>
  failRun(turn, { code, message: `${RUN_CODES[code]} It was about to enter ${node.name}.` });

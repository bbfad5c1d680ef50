import {
  type AnyManifest,
  type AnyRuntime,
  type ExitSpec,
  type Json,
  type JsonObject,
  type Outcome,
  withParsedConfig,
  withParsedRuntime,
} from "@cordboard/contract";
import { frozenUniverse } from "../universe.ts";
import type { CaseFile } from "./case-file.ts";
import { asPlainData, describeOutcome } from "./describe-outcome.ts";
import { deepFreeze, LEG, stepContext } from "./step-context.ts";

/** What became of a case: the file with what the step really decides, and what the walking test wants to know. */
export interface CaseResult {
  actual: CaseFile;
  /** The exit that was taken, or null for a step that still waits or ends the path. */
  exit: string | null;
  /** Exits by which paths of their own began. */
  branches: string[];
  /** Everything the step wrote below its name. */
  outputs: JsonObject;
  exits: ExitSpec[];
}

/**
 * Runs one component through a case in a frozen universe. Between the steps its memory is written to JSON and read back,
 * as a store would; config, events and memory are frozen, so a runtime that changes its inputs throws.
 * Throws when the case tells a step something it no longer listens to.
 */
export function runCase(manifest: AnyManifest, runtime: AnyRuntime, file: CaseFile): CaseResult {
  const { config: schema, exits } = withParsedConfig(manifest);
  const config = deepFreeze(schema.parse(file.config));
  const { enter, resume, afterwards } = withParsedRuntime(runtime);
  const context = file.context ?? {};
  const universe = frozenUniverse({
    ...(context.now && { now: Date.parse(context.now) }),
    ...(context.random !== undefined && { random: context.random }),
  });
  const outputs: JsonObject = {};
  const branches: string[] = [];
  let leg = context.leg === null ? null : { ...LEG, ...context.leg };
  let memory: Json = null;
  let last: Outcome | null = null;

  const take = (outcome: Outcome): JsonObject => {
    if (outcome.outputs) Object.assign(outputs, asPlainData(outcome.outputs));
    if (outcome.do === "await") branches.push(...(outcome.branches ?? []).map(({ exit }) => exit));
    if (outcome.do === "await") memory = stored(outcome.wait.memory ?? null);
    if (outcome.do === "stay" && outcome.memory !== undefined) memory = stored(outcome.memory);
    if (outcome.do !== "ignore" && outcome.do !== "stay") last = outcome;
    return describeOutcome(outcome);
  };

  const actual: CaseFile = { ...file, enter: take(enter(config, stepContext(file, universe, leg))) };
  const events = file.events?.map((told, index) => {
    if (last?.do !== "await" && !afterwards)
      throw new Error(`events.${index}: the step is over before this ${told.event.type}; take the event out.`);
    universe.advance(told.afterSeconds ?? 0);
    if (told.event.type === "hangup") leg = null;
    if (last?.do !== "await" && afterwards) {
      const learnt = afterwards(config, deepFreeze(structuredClone(told.event)), stepContext(file, universe, leg));
      Object.assign(outputs, asPlainData(learnt.outputs ?? {}));
      return { ...told, expect: asPlainData({ ...learnt }) };
    }
    if (!resume) throw new Error(`events.${index}: this component has no resume.`);
    return { ...told, expect: take(resume(config, deepFreeze(structuredClone(told.event)), stepContext(file, universe, leg), memory)) };
  });
  if (events) actual.events = events;
  const end: Outcome | null = last;
  return { actual, exit: exitOf(end), branches, outputs, exits: exits(config) };
}

const exitOf = (outcome: Outcome | null): string | null => (outcome?.do === "exit" ? outcome.exit : null);

const stored = (memory: Json): Json => deepFreeze(asPlainData({ memory })["memory"] ?? null);

import type {
  Advance,
  JournalEntry,
  JsonObject,
  Leg,
  NewEffect,
  NewTimer,
  RunEvent,
  RunState,
  Step,
  StepContext,
  StepEvent,
  Thread,
  Verb,
} from "@cordboard/contract";
import { clipped } from "./clip.ts";
import type { CompiledFlow } from "./compile.ts";
import { copyRun } from "./copy-run.ts";
import { hideStep } from "./hiding.ts";
import { maskJson, maskText } from "./vault.ts";

/** What the engine is handed; with the same inputs it answers the same. */
export interface EngineDeps {
  /** A fresh UUID; also used for the unguessable tokens in URLs. */
  newId: () => string;
  /** 0 ≤ x < 1. */
  random: () => number;
  urls: {
    step: (token: string, request: "action" | "redirect" | "callback") => string;
    document: (token: string, name: string) => string;
    media: (idOrUrl: string) => string;
    /** `at`: ms since the epoch; how long the link is good counts from then. */
    recording: (recordingId: string, at: number) => string;
  };
  /** The limits on sending; left out: there are none. */
  callLimits?: StepContext["callLimits"];
  /** Told of faults (a runtime that threw); the run fails with `engine_fault`. */
  onFault?: (error: unknown, nodeId: string) => void;
}

/**
 * One event's worth of work on a private copy of the run. Everything in it is committed together or not at all.
 * `asking` is the leg whose request is open and owed an answer.
 */
export interface Turn {
  flow: CompiledFlow;
  deps: EngineDeps;
  run: RunState;
  at: number;
  /** `at` in ISO-8601, which takes long to make. */
  now: string;
  /** The path at work. */
  thread: Thread;
  /** What other paths have to do before the turn ends. */
  todo: Todo[];
  /** Legs that another run had before. */
  taken: string[];
  /** Legs whose branch was stopped while they were perhaps in the middle of its document. */
  moved: Set<string>;
  /** Legs that no path talks to any more, with what they were still to hear. */
  orphans: Map<string, Verb[]>;
  asking: string | null;
  /** The event was the server's word that the open answer has waited long enough. */
  hold: boolean;
  /** The event was told by another run of ours. */
  passedOn: boolean;
  /** The path was over before this event. */
  wasOver: boolean;
  /** Legs are to be hung up now, whatever they still hear. */
  hangUp: boolean;
  /** The event is not this run's. */
  declined: boolean;
  /** A variable was set, so the size of all of them is worth a look. */
  grew: boolean;
  journal: JournalEntry[];
  effects: NewEffect[];
  timers: { set: NewTimer[]; cancel: string[] };
  tokens: string[];
  legs: Map<string, Leg>;
}

/** Work of another path: it begins by an exit of the node that it branches from, or its waiting step is told something. */
export type Todo = { thread: Thread } & ({ begins: string } | { step: number; told: StepEvent });

export function beginTurn(flow: CompiledFlow, run: RunState, event: RunEvent, deps: EngineDeps): Turn {
  const copy = copyRun(run);
  return {
    flow,
    deps,
    run: copy,
    at: event.at,
    now: new Date(event.at).toISOString(),
    thread: copy.threads.main,
    todo: [],
    taken: [],
    moved: new Set(),
    orphans: new Map(),
    asking: null,
    hold: false,
    passedOn: event.type === "leg" && event.passedOn === true,
    wasOver: isOver(copy),
    hangUp: false,
    declined: false,
    grew: false,
    journal: [],
    effects: [],
    timers: { set: [], cancel: [] },
    tokens: [],
    legs: new Map(),
  };
}

export function endTurn(turn: Turn, reply: Advance["reply"], rest: Pick<Advance, "hearings" | "secrets">): Advance {
  return {
    run: turn.run,
    journal: turn.journal,
    effects: turn.effects,
    timers: turn.timers,
    tokens: turn.tokens,
    legs: [...turn.legs.values()],
    ...(turn.taken.length > 0 && { taken: turn.taken }),
    ...rest,
    ...(turn.declined && { declined: true }),
    reply,
  };
}

/** The path is over: nothing but the end of its legs is still to come. */
export const isOver = (run: RunState): boolean => run.ending !== null || run.status !== "running";

const nextSeq = (turn: Turn): number => ++turn.run.seq;

export function journalEvent(turn: Turn, type: string, summary: string, options: { ignored?: boolean; data?: JsonObject } = {}): void {
  const event = { type, summary: maskText(turn.run, summary), ignored: options.ignored ?? false, data: options.data ?? {} };
  turn.journal.push({ seq: nextSeq(turn), at: turn.at, kind: "event", event });
}

export function journalRun(turn: Turn): void {
  turn.journal.push({ seq: nextSeq(turn), at: turn.at, kind: "run", run: { status: turn.run.status, reason: turn.run.reason } });
}

export function journalStep(turn: Turn, step: Step): void {
  hideStep(turn, step);
  const shown: Step = {
    ...step,
    effects: [...step.effects],
    inputs: maskJson(turn.run, step.inputs),
    outputs: clipped(maskJson(turn.run, step.outputs)),
    error: step.error && { ...step.error, message: maskText(turn.run, step.error.message) },
  };
  turn.journal.push({ seq: nextSeq(turn), at: turn.at, kind: "step", step: shown });
}

export function setTimer(turn: Turn, dueAt: number): string {
  const id = turn.deps.newId();
  turn.timers.set.push({ id, dueAt });
  return id;
}

/** A timer born in this turn is simply never set. */
export function cancelTimer(turn: Turn, id: string): void {
  const born = turn.timers.set.findIndex((t) => t.id === id);
  if (born >= 0) turn.timers.set.splice(born, 1);
  else turn.timers.cancel.push(id);
}

export function newToken(turn: Turn): string {
  const token = turn.deps.newId();
  turn.tokens.push(token);
  return token;
}

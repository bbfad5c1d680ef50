import type { Verb } from "@cordboard/plivo";
import type { Leg } from "./call.ts";
import type { Effect, EffectKind } from "./effects.ts";
import type { Trigger } from "./events.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Hearing, Hears, InboundMessage } from "./messages.ts";

export type RunStatus = "running" | "completed" | "failed" | "stopped";
export interface Reason {
  code: string;
  message: string;
}

/** A wait as stored with its run. */
export interface StoredWait {
  /** Unguessable; the last part of the step's URLs. */
  token: string;
  nodeId: string;
  /** The step that waits; null for a barrier, whose node was not entered yet. */
  step: Step | null;
  componentVersion: number;
  for: "carrier" | "world";
  what: string;
  /** ms since the epoch. */
  until: number;
  timerId: string;
  memory: Json;
  documents: Record<string, Verb[]>;
  holdVerbs: Verb[];
  /** Whose texts it is told of. */
  hears?: Hears[];
  /** Prompts before effects: the node is entered only when the Redirect behind the prompts arrives. */
  barrier: boolean;
}

/** One path of a run. `main` is there from start to end; a step with branches adds one for each while it waits for them. */
export interface Thread {
  id: string;
  /** Of a branch: the thread and step it belongs to, and the exit it left by. */
  branch?: { of: string; step: number; exit: string; keepsCall: boolean };
  /** It runs beside all others and belongs to no step (`on_keyword`). */
  aside?: boolean;
  /** What nodes keep from one visit to the next, outermost first: the turn a loop is in. */
  kept?: { node: string; value: Json }[];
  /** State value of the compiled xstate machine: a node id, or `$start` / `$ended`. */
  state: string;
  wait: StoredWait | null;
  /** CallUUID of the leg this thread talks to. */
  leg: string | null;
  /** Verbs gathered for the leg; handed over with the next answer it gets. */
  pendingVerbs: Verb[];
  /** A wait's verbs are in `pendingVerbs` and not handed over yet. */
  ready: boolean;
}

/** The whole of a run: persisted as JSON after each event. Only the engine writes it. */
export interface RunState {
  id: string;
  flowId: string;
  flowName: string;
  /** Null while a draft is tried. */
  version: number | null;
  /** Content hash of the immutable flow text this run is pinned to. */
  hash: string;
  test: boolean;
  trigger: Trigger;
  status: RunStatus;
  reason: Reason | null;
  /** The path is over, but legs are still to end. */
  ending: { status: RunStatus; reason: Reason | null; /** by us: no call goes back to another run */ hangUp?: boolean } | null;
  /** Our number and the other party's. */
  number: string | null;
  contact: { number: string | null; language?: string; [key: string]: Json | undefined };
  threads: { main: Thread; [id: string]: Thread };
  /** By node name, plus `vars`. */
  variables: { [nodeName: string]: Json };
  /** Values of sensitive settings: masked wherever people read, wiped when the run ends. */
  vault: string[];
  /** Digits that the other party has keyed in, said or texted and that may be a number (see the engine's entered.ts). */
  entered?: string[];
  legs: Leg[];
  /** The leg whose request still waits for its answer (`Reply` pending); the next advance that can answers it. */
  openReply: string | null;
  /** Calls that another run has or is about to take (null: somebody else), by CallUUID: `effectId` is the effect that hands them over. */
  lent?: Record<string, { runId: string | null; effectId: string; thread: string; /** it is to come back now */ recalled?: boolean }>;
  /** Legs in the hold loop: CallUUID → the token their Redirect comes back with. */
  holds: Record<string, string>;
  /** CallUUIDs of legs that were the current one before: held until the run ends. */
  former: string[];
  /** Set while `ending`: ends the run although a leg's hang-up was never reported. */
  reaperTimer: string | null;
  /** Effects that may still report, by id. */
  effects: Record<
    string,
    { kind: EffectKind; nodeId: string; step: number; open: boolean; /** of start_run, while its end is waited for */ runId?: string }
  >;
  messages: string[];
  /** Texts that came while no step waited for them, in order: the next step that does gets them. */
  mail?: InboundMessage[];
  /** Whose texts the run has asked for: they stay its own between two questions. */
  heard?: Hears[];
  /** What the store finds it by when a text comes in. */
  hearings?: Hearing[];
  recordings: string[];
  parentRunId: string | null;
  batchId: string | null;
  /** Last journal seq; gapless from 1. */
  seq: number;
  /** Last step seq. */
  steps: number;
  entriesSinceWait: number;
  /** Nodes whose failure went to `on_error` since something other than an effect's result came from outside. */
  failedNodes?: string[];
  /** Tokens of waits that are over, with the nodes that still want to hear of them (`Runtime.afterwards`). */
  overWaits?: { token: string; nodeId: string }[];
  /** Who hung up, for `{{ run.hangup.by }}`; set once. */
  hangup: { by: string } | null;
  onHangupDone: boolean;
  result: string | null;
  outputs: JsonObject;
  startedAt: number;
  endedAt: number | null;
}

/** One visit of a run to a node (interface.md, Step). */
export interface Step {
  seq: number;
  thread: string;
  node: { id: string; name: string; type: string };
  exit: string | null;
  enteredAt: string;
  leftAt: string | null;
  inputs: JsonObject;
  outputs: JsonObject;
  error: { code: string; message: string } | null;
  effects: string[];
}

/** Append-only; `seq` is per run and gapless. `step` entries carry the whole step each time it changes. */
export type JournalEntry = { seq: number; at: number } & (
  | { kind: "step"; step: Step }
  | { kind: "event"; event: { type: string; summary: string; ignored: boolean; data: JsonObject } }
  | { kind: "run"; run: { status: RunStatus; reason: Reason | null } }
);

export interface NewEffect {
  effect: Effect;
  /** Unguessable; the last part of the effect's callback URLs. */
  token: string;
  nodeId: string;
  step: number;
}
export interface NewTimer {
  id: string;
  /** ms since the epoch, database time. */
  dueAt: number;
}

/**
 * The answer owed to the request that carried the event.
 * `pending`: the run waits for an effect of its own; the answer comes with the transaction that has it.
 */
export type Reply = { kind: "none" } | { kind: "voice"; callUuid: string; verbs: Verb[] } | { kind: "pending"; callUuid: string };

/** Everything one event changed; committed in one transaction. */
export interface Advance {
  run: RunState;
  journal: JournalEntry[];
  effects: NewEffect[];
  timers: { set: NewTimer[]; cancel: string[] };
  /** Step tokens born in this advance; the store routes webhooks by them. */
  tokens: string[];
  /** Legs born or changed; the store routes webhooks by CallUUID. A leg that another run has is left as it is. */
  legs: Leg[];
  /** Legs (by CallUUID) that are this run's from now on, whoever had them. */
  taken?: string[];
  /** What the run listens to from now on; left out: as before. */
  hearings?: Hearing[];
  /** The run is over by this event: the sensitive values that it knew. */
  secrets?: string[];
  /** The event is not this run's: nothing of this is to be committed. */
  declined?: boolean;
  reply: Reply;
}

import type { JsonObject, RoomCommand, RunState, Trigger } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import type { EffectMocks } from "../store/run-store.ts";

/** Which text of a flow a run is pinned to. */
export interface FlowPin {
  flowId: string;
  flowName: string;
  /** Null while a draft is tried. */
  version: number | null;
  hash: string;
}

export interface AssignedNumber {
  /** E.164 with `+`. */
  number: string;
  voiceFlowId: string | null;
  messageFlowId: string | null;
}

/** What the runtime asks of the catalog of flows, numbers and secrets. */
export interface FlowCatalog {
  /** The immutable flow text with this content hash. */
  snapshot(hash: string): Promise<FlowDocument | null>;
  /** The version that new runs take. */
  published(flowId: string): Promise<FlowPin | null>;
  /** The number behind the unguessable part of its webhook URLs. */
  numberByToken(token: string): Promise<AssignedNumber | null>;
  /** The number itself, E.164 with `+`. */
  number(number: string): Promise<AssignedNumber | null>;
}

/** Which text of another flow a node runs. */
export interface SubFlows {
  /**
   * The version that was pinned when the node's flow was published; of a draft that is tried, what is published now.
   * Null: there is no such flow (any more), or it is not published.
   */
  pin(
    node: { flowId: string; version: number | null; nodeId: string },
    wanted: { flow: string; version: number | null },
  ): Promise<FlowPin | null>;
}

/** Gives the value of a secret to the one place that sends it. Null: no such secret. */
export type SecretResolver = (name: string) => Promise<string | null>;

export interface StartRun {
  pin: FlowPin;
  trigger: Trigger;
  test?: boolean;
  batchId?: string;
  parentRunId?: string;
  /** Starts at most one run per key; `digest` of the request tells a repeat from a misuse (`idempotency_key_reused`). */
  idempotency?: { key: string; digest: string };
  /** A run id that was promised before. */
  runId?: string;
  /** First values of variables, for a try: `{ <NodeName>: {…}, vars: {…} }`. */
  variables?: JsonObject;
  /** Begin at this node (id) instead of the entry. */
  startNode?: string;
}

export interface TryStart {
  as: "call" | "message" | "api";
  pin: FlowPin;
  /** The outside phone that calls or texts; the runtime has a default. */
  from?: string;
  text?: string;
  params?: JsonObject;
  media?: string[];
  /** Begin at this node (id) instead of the entry. */
  startNode?: string;
  /** First values of variables: `{ <NodeName>: {…}, vars: {…} }`. */
  variables?: JsonObject;
  /** What effects of the named nodes answer, instead of being performed. */
  mocks?: EffectMocks;
}

/** What an operator may tell a waiting run. */
export type OperatorEvent = { type: "input"; digits?: string; speech?: string } | { type: "silence" } | { type: "timer" };

export interface Tried {
  runId: string;
  callUuid?: string;
  /** The outside phone and our number of a call or message. */
  from?: string;
  to?: string;
}

/** What became of one node on its own. */
export interface NodeTried {
  exit: string;
  outputs: JsonObject;
  error: { code: string; message: string } | null;
  durationMs: number;
}

/** What the rest of the server may ask of the runtime. */
export interface Runtime {
  /** Errors: `idempotency_key_reused`, `contact_busy`, `no_start_cord`, `flow_snapshot_missing`. */
  startRun(start: StartRun): Promise<{ runId: string }>;
  /**
   * Runs a snapshot with `test: true`; its traffic goes to the simulator, whatever CARRIER says.
   * Errors: those of startRun, `simulator_off`, `try_failed`.
   */
  tryFlow(start: TryStart): Promise<Tried>;
  /**
   * Visits one node on its own and performs what it asks of services, for real; `variables` as in TryStart.
   * Errors: `node_not_tryable` for one that waits for a person, the carrier or time.
   */
  tryNode(what: { document: FlowDocument; nodeId: string; variables: JsonObject }): Promise<NodeTried>;
  /** Ends a run and hangs up its legs. Errors: `run_not_found`. A run that is over stays as it is. */
  stopRun(runId: string, by: string): Promise<RunState>;
  /** Tells the step that waits at a node to steer its room. Errors: `run_not_found`. */
  steer(runId: string, how: { nodeId: string; command: RoomCommand; by: string }): Promise<void>;
  /** Gives a waiting run an event by hand. Errors: `run_not_found`, `run_not_waiting`. */
  injectEvent(runId: string, event: OperatorEvent): Promise<void>;
  /** Settles an effect that the carrier left in doubt. Errors: `effect_not_found`, `effect_not_uncertain`. */
  resolveEffect(effectId: string, how: { as: "sent" | "not_sent"; resend?: boolean; by: string }): Promise<void>;
  /** Moves database time and answers once every timer that became due has fired and its runs are quiet. */
  advanceClock(change: { advanceMs: number } | { now: number }): Promise<{ now: number; fired: number }>;
}

import type { JsonObject, RunState, Trigger } from "@cordboard/contract";
import { START_STATE } from "./compile.ts";

export interface NewRun {
  id: string;
  flowId: string;
  flowName: string;
  /** Null while a draft is tried. */
  version: number | null;
  hash: string;
  test: boolean;
  trigger: Trigger;
  /** ms since the epoch. */
  at: number;
  /** First values of `{{ vars.* }}` (flow variables) and, for a try, of any node. */
  variables?: JsonObject;
  batchId?: string | null;
  parentRunId?: string | null;
}

/** A run before its first event; `advance` with `{type: "started"}` sets it going. */
export function newRun(init: NewRun): RunState {
  const { number, contact } = parties(init.trigger);
  return {
    id: init.id,
    flowId: init.flowId,
    flowName: init.flowName,
    version: init.version,
    hash: init.hash,
    test: init.test,
    trigger: init.trigger,
    status: "running",
    reason: null,
    ending: null,
    number,
    contact: { number: contact },
    threads: { main: { id: "main", state: START_STATE, wait: null, leg: null, pendingVerbs: [], ready: false } },
    variables: init.variables ?? {},
    vault: [],
    legs: [],
    openReply: null,
    holds: {},
    former: [],
    reaperTimer: null,
    effects: {},
    messages: [],
    recordings: [],
    parentRunId: init.parentRunId ?? null,
    batchId: init.batchId ?? null,
    seq: 0,
    steps: 0,
    entriesSinceWait: 0,
    hangup: null,
    onHangupDone: false,
    result: null,
    outputs: {},
    startedAt: init.at,
    endedAt: null,
  };
}

/** Our number and the other party's, as far as the trigger tells. */
export function parties(trigger: Trigger): { number: string | null; contact: string | null } {
  switch (trigger.kind) {
    case "call":
      return { number: trigger.call.to, contact: trigger.call.from };
    case "message":
      return { number: trigger.message.to, contact: trigger.message.from };
    case "api":
      return { number: trigger.from ?? null, contact: trigger.to ?? null };
    case "flow":
      return { number: trigger.number, contact: trigger.contact };
  }
}

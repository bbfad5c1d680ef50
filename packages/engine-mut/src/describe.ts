import { maskJson } from "./vault.ts";
import type { JsonObject, Leg, Reason, RunState, RunStatus, Verb } from "@cordboard/contract";

/** A run as the API shows it (interface.md, Run). */
export interface RunView {
  id: string;
  flowId: string;
  version: number | null;
  test: boolean;
  trigger: "call" | "message" | "api" | "flow";
  status: RunStatus;
  reason: Reason | null;
  waitingFor: { thread: string; nodeId: string; kind: string; until: string }[];
  contact: string | null;
  number: string | null;
  legs: Leg[];
  messages: string[];
  recordings: string[];
  parentRunId: string | null;
  batchId: string | null;
  startedAt: string;
  endedAt: string | null;
  outputs: JsonObject;
}

const iso = (ms: number): string => new Date(ms).toISOString();

export function describeRun(run: RunState): RunView {
  const { main } = run.threads;
  return {
    id: run.id,
    flowId: run.flowId,
    version: run.version,
    test: run.test,
    trigger: run.trigger.kind,
    status: run.status,
    reason: run.reason,
    waitingFor: main.wait ? [{ thread: main.id, nodeId: main.wait.nodeId, kind: main.wait.what, until: iso(main.wait.until) }] : [],
    contact: run.contact.number,
    number: run.number,
    legs: run.legs,
    messages: run.messages,
    recordings: run.recordings,
    parentRunId: run.parentRunId,
    batchId: run.batchId,
    startedAt: iso(run.startedAt),
    endedAt: run.endedAt === null ? null : iso(run.endedAt),
    outputs: maskJson(run, run.outputs),
  };
}

/** XML a wait offers besides its answer (confirmSound, dialMusic); null when that wait is over or has no such document. */
export function waitDocument(run: RunState, token: string, name: string): Verb[] | null {
  const { wait } = run.threads.main;
  return wait?.token === token ? (wait.documents[name] ?? null) : null;
}

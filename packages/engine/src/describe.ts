import { threadOfLeg, threadsOf, threadThat } from "./threads.ts";
import { maskJson, maskLeg, maskText } from "./vault.ts";
import type { JsonObject, Leg, Reason, RunState, RunStatus, StoredWait, Verb } from "@cordboard/contract";

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
  /** What the End that it came to is named for; null while it runs, and when it came to none. */
  result: string | null;
  outputs: JsonObject;
}

const iso = (ms: number): string => new Date(ms).toISOString();

export function describeRun(run: RunState): RunView {
  return {
    id: run.id,
    flowId: run.flowId,
    version: run.version,
    test: run.test,
    trigger: run.trigger.kind,
    status: run.status,
    reason: run.reason,
    waitingFor: threadsOf(run).flatMap(({ id, wait }) =>
      wait ? [{ thread: id, nodeId: wait.nodeId, kind: wait.what, until: iso(wait.until) }] : [],
    ),
    contact: run.contact.number === null ? null : maskText(run, run.contact.number),
    number: run.number,
    legs: run.legs.map((leg) => maskLeg(run, leg)),
    messages: run.messages,
    recordings: run.recordings,
    parentRunId: run.parentRunId,
    batchId: run.batchId,
    startedAt: iso(run.startedAt),
    endedAt: run.endedAt === null ? null : iso(run.endedAt),
    result: maskJson(run, run.result),
    outputs: maskJson(run, run.outputs),
  };
}

/** The wait that something from outside is meant for: that of the call it is about, else the one whose time is over first. */
export function waitFor(run: RunState, callUuid: string | null): StoredWait | null {
  const ofCall = threadOfLeg(run, callUuid)?.wait;
  const open = threadsOf(run).flatMap(({ wait }) => wait ?? []);
  return ofCall ?? open.toSorted((a, b) => a.until - b.until)[0] ?? null;
}

/** XML a wait offers besides its answer (confirmSound, dialMusic); null when that wait is over or has no such document. */
export function waitDocument(run: RunState, token: string, name: string): Verb[] | null {
  return threadThat(run, (wait) => wait.token === token)?.wait?.documents[name] ?? null;
}

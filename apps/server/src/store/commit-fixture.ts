import type { Advance, Effect, Leg } from "@cordboard/contract";
import { newRun } from "@cordboard/engine";
import type { CommitItem, CommitOutcome, RunStore } from "./run-store.ts";

/* Commits for the store's tests: a run that starts, an event after it, an effect, a leg. */

/** The event's dedupe key and its reply. */
interface Keyed {
  key?: string;
  callUuid?: string;
  reply?: string | null;
}

export function start(runId: string, keyed: Keyed, at = 1_700_000_000_000): CommitItem {
  const trigger = { kind: "api", params: {}, to: "+14155550100", from: "+14155550199" } as const;
  const run = newRun({ id: runId, flowId: "flow-1", flowName: "Line", version: 1, hash: "h", test: false, trigger, at });
  run.seq = 1;
  const advance: Advance = {
    run,
    journal: [{ seq: 1, at, kind: "run", run: { status: "running", reason: null } }],
    effects: [],
    timers: { set: [], cancel: [] },
    tokens: [],
    legs: [],
    reply: { kind: "none" },
  };
  return {
    runId,
    expectedVersion: 0,
    event: { at, type: "started", trigger },
    advance,
    inbox: inboxOf(keyed),
    guard: null,
    replies: [],
    log: [],
    nonce: null,
    secrets: [],
  };
}

/** An event after `item` that changed nothing but the run's seq. */
export function next(item: CommitItem, expectedVersion: number, keyed: Keyed): CommitItem {
  const run = { ...item.advance.run, seq: item.advance.run.seq + expectedVersion };
  const journal: Advance["journal"] = [{ seq: run.seq, at: run.startedAt, kind: "run", run: { status: "running", reason: null } }];
  return {
    ...start(item.runId, keyed),
    expectedVersion,
    advance: { ...item.advance, run, journal, effects: [], timers: { set: [], cancel: [] } },
  };
}

const inboxOf = ({ key, callUuid, reply }: Keyed): CommitItem["inbox"] =>
  key === undefined ? null : { key, digest: "d", callUuid: callUuid ?? null, reply: reply === undefined ? "" : reply };

export const SMS: Extract<Effect, { kind: "send_message" }> = {
  id: "effect-1",
  kind: "send_message",
  from: "+14155550199",
  to: "+14155550100",
  text: "Hi",
  channel: "sms",
  media: [],
  expirySeconds: 600,
  log: "true",
};

export function withEffect(item: CommitItem, effect: Effect = SMS): CommitItem {
  item.advance.effects = [{ effect, token: `token-${effect.id}`, nodeId: "sms", step: 1 }];
  return item;
}

export const leg = (callUuid: string): Leg => ({
  callUuid,
  role: "inbound",
  from: "+14155550100",
  to: "+14155550199",
  status: "in-progress",
  startedAt: new Date(1_700_000_000_000).toISOString(),
  answeredAt: null,
  endedAt: null,
  hangup: null,
});

/** Commits one item alone; rejects with the Error that it was answered with. */
export async function commitTo(store: RunStore, item: CommitItem): Promise<CommitOutcome> {
  const [outcome] = await store.commit([item]);
  if (!outcome || outcome instanceof Error) throw outcome ?? new Error("no outcome");
  return outcome;
}

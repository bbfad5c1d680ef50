import type { Hearing, InboundMessage, RunEvent, RunState } from "@cordboard/contract";
import { maskMessage, maskText } from "@cordboard/engine";
import type { CommitItem, Guard, InboxRow } from "../run-store.ts";
import { commitEntry } from "./commit-entries.ts";
import { toChangeRow } from "./effect-change.ts";
import { contactOf } from "./wipe.ts";

/**
 * One commit item as the rows that it writes: primitives only, each JSON text made once. Both engines write from these;
 * they cross to the writer thread, and gather into one statement for PostgreSQL.
 */
export interface RunRows {
  runId: string;
  /** 0: the run is new. */
  expected: number;
  status: string;
  number: string | null;
  contact: string | null;
  endedAt: number | null;
  liveLegs: number;
  search: string;
  state: string;
  seq: number;
  flowId: string;
  test: number;
  batchId: string | null;
  startedAt: number;
  /** The run is not running any more: its timers go. */
  over: boolean;
  /** The event, what it did, and what was said to and by the carrier. */
  entry: string;
  inbox: { key: string; callUuid: string | null; digest: string; reply: string | null } | null;
  nonce: { value: string; digest: string } | null;
  guard: Guard | null;
  change: EffectChangeRow | null;
  tokens: [token: string, effectId: string | null][];
  effects: { id: string; token: string; nodeId: string; step: number; kind: string; effect: string; contact: string | null }[];
  dropTimers: string[];
  setTimers: [id: string, dueAt: number][];
  legs: {
    callUuid: string;
    leg: string;
    ended: number;
    startedAt: number;
    lastReply: string | null;
    /** 1: this run's from now on, whoever had it */ taken: number;
  }[];
  /** Bytes for the owed replies of a leg. */
  replies: [callUuid: string, body: string][];
  /** Last replies of legs that are not among `legs`. */
  heard: [callUuid: string, body: string][];
  /** A text that came in; `body` is its content in JSON. */
  message: { uuid: string; body: string; contact: string } | null;
  /** What the run listens to from now on; null: as before. */
  hearings: HearingRow[] | null;
  messageStatus: { uuid: string; status: string; errorCode: string | null } | null;
  recording: { id: string; callUuid: string | null; url: string; durationSeconds: number | null } | null;
  /** The replies of this event hold sensitive values. */
  secret: boolean;
}

export interface HearingRow {
  contact: string;
  number: string;
  purpose: string;
  /** JSON. */
  words: string;
  since: number;
}

/** What a guard of an effect changes it to. `addMessage`: the uuid it is listed under, if it is a text. */
export interface EffectChangeRow {
  state: string;
  result: string | null;
  endedAt: number | null;
  dueAt: number | null;
  reportAt: number | null;
  reported: number;
  resolvedBy: string | null;
  addMessage: string | null;
}

/** What became of an item; the stored row when its key was taken. */
export type CommitVerdict = "committed" | "conflict" | "stale" | "nonce_reused" | InboxRow;

export function toRunRows(item: CommitItem, at: number): RunRows {
  const { advance, inbox, nonce, guard, replies, event } = item;
  const { run, timers } = advance;
  const over = run.status !== "running";
  const body = new Map(replies.map((reply) => [reply.callUuid, reply.body]));
  const set = over ? [] : timers.set;
  const dropped = guard?.kind === "timer" ? [guard.timerId, ...timers.cancel] : timers.cancel;
  const legs = advance.legs.map((leg) => ({
    callUuid: leg.callUuid,
    leg: JSON.stringify(leg),
    ended: leg.endedAt === null ? 0 : 1,
    startedAt: Date.parse(leg.startedAt) || at,
    lastReply: body.get(leg.callUuid) ?? null,
    taken: advance.taken?.includes(leg.callUuid) ? 1 : 0,
  }));
  return {
    runId: item.runId,
    expected: item.expectedVersion,
    status: run.status,
    number: run.number,
    contact: run.contact.number,
    endedAt: run.endedAt,
    liveLegs: run.legs.filter((leg) => leg.endedAt === null && !run.lent?.[leg.callUuid]).length,
    search: maskText({ vault: item.secrets }, searchText(run)),
    state: JSON.stringify(run),
    seq: run.seq,
    flowId: run.flowId,
    test: run.test ? 1 : 0,
    batchId: run.batchId,
    startedAt: run.startedAt,
    over,
    entry: commitEntry(item, at),
    inbox: inbox && { ...inbox, reply: inbox.reply ?? (inbox.callUuid === null ? null : (body.get(inbox.callUuid) ?? null)) },
    nonce,
    guard,
    change: guard?.kind === "effect" ? toChangeRow(guard.effectId, guard.to, at) : null,
    tokens: [
      ...advance.tokens.map((token): [string, null] => [token, null]),
      ...advance.effects.map(({ token, effect }): [string, string] => [token, effect.id]),
    ],
    effects: advance.effects.map(({ effect, token, nodeId, step }) => ({
      id: effect.id,
      token,
      nodeId,
      step,
      kind: effect.kind,
      effect: JSON.stringify(effect),
      contact: contactOf(effect, item.secrets),
    })),
    // One that is set anew is replaced, not dropped.
    dropTimers: over ? [] : dropped.filter((id) => !set.some((timer) => timer.id === id)),
    setTimers: set.map(({ id, dueAt }) => [id, dueAt]),
    legs,
    replies: replies.map((reply) => [reply.callUuid, reply.body]),
    heard: [...body].filter(([callUuid]) => !legs.some((leg) => leg.callUuid === callUuid)),
    ...historyRows(event, item.secrets),
    hearings: hearingRows(advance.hearings ?? null),
    secret: item.secrets.length > 0,
  };
}

/** What lists over all runs show: texts that came in, what became of ours, recordings. */
function historyRows(event: RunEvent, vault: string[]): Pick<RunRows, "message" | "messageStatus" | "recording"> {
  const rows: Pick<RunRows, "message" | "messageStatus" | "recording"> = { message: null, messageStatus: null, recording: null };
  const text = textOf(event);
  const message = text && maskMessage({ vault }, text);
  if (message) rows.message = { uuid: message.uuid, body: JSON.stringify(message), contact: message.from };
  if (event.type === "effect" && event.event.type === "message_status") {
    const { status, errorCode, messageUuid } = event.event;
    rows.messageStatus = { uuid: messageUuid, status, errorCode: errorCode || null };
  }
  if (event.type === "step" && event.event?.type === "recording") {
    const { id, url, durationSeconds } = event.event;
    rows.recording = { id, callUuid: event.callUuid || null, url, durationSeconds };
  }
  return rows;
}

export function textOf(event: RunEvent): InboundMessage | null {
  if (event.type === "message") return event.message;
  return event.type === "started" && event.trigger.kind === "message" ? event.trigger.message : null;
}

const hearingRows = (hearings: Hearing[] | null): HearingRow[] | null =>
  hearings?.map(({ contact, number, for: purpose, words, since }) => ({ contact, number, purpose, words: JSON.stringify(words), since })) ??
  null;

/** What the runs list can be searched by. */
function searchText(run: RunState): string {
  const parts = [
    run.id,
    run.flowName,
    run.number,
    run.contact.number,
    run.reason?.code,
    ...run.legs.map((l) => l.callUuid),
    ...run.messages,
  ];
  return parts.filter(Boolean).join(" ").toLowerCase();
}

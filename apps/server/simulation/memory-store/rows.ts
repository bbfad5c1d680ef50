import type { EffectState, JournalEntry, Leg, RunEvent, RunState } from "@cordboard/contract";
import type { CarrierItem, EffectChange, InboxRow, StoredEffect, TryEntry } from "../../src/store/run-store.ts";

/** What the store in memory keeps. What was committed is shared, not copied: the engine changes no run that it is given. */
export interface RunRow {
  id: string;
  version: number;
  state: RunState;
  flowId: string;
  contact: string | null;
  running: boolean;
  test: boolean;
  startedAt: number;
  liveLegs: number;
}

export interface EffectRow {
  stored: Omit<StoredEffect, "live" | "fence">;
  fence: number;
  owner: string | null;
  leaseUntil: number;
}

export interface TimerRow {
  runId: string;
  timerId: string;
  dueAt: number;
  owner: string | null;
  leaseUntil: number;
}

export interface Tables {
  runs: Map<string, RunRow>;
  events: Map<string, RunEvent[]>;
  journal: Map<string, JournalEntry[]>;
  log: Map<string, CarrierItem[]>;
  inbox: Map<string, InboxRow>;
  effects: Map<string, EffectRow>;
  /** Effect that was begun to it last. */
  parties: Map<string, string>;
  timers: Map<string, TimerRow>;
  tokens: Map<string, { runId: string; effectId: string | null }>;
  legs: Map<string, { runId: string; leg: Leg; lastReply: string | null }>;
  messages: Map<string, { runId: string; effectId: string | null }>;
  slots: Map<string, { runId: string; at: number }>;
  nonces: Map<string, { digest: string; at: number }>;
  optOuts: Map<string, { at: number; confirmed: boolean }>;
  tries: Map<string, TryEntry>;
}

export function emptyTables(): Tables {
  return {
    runs: new Map(),
    slots: new Map(),
    events: new Map(),
    journal: new Map(),
    log: new Map(),
    inbox: new Map(),
    effects: new Map(),
    parties: new Map(),
    timers: new Map(),
    tokens: new Map(),
    legs: new Map(),
    messages: new Map(),
    nonces: new Map(),
    optOuts: new Map(),
    tries: new Map(),
  };
}

const OVER: ReadonlySet<EffectState> = new Set(["done", "failed", "cancelled"]);

export function toStored({ runs }: Tables, { stored, fence }: EffectRow): StoredEffect {
  return { ...stored, fence, live: (runs.get(stored.runId)?.liveLegs ?? 0) > 0 };
}

export function effectHolds({ effects }: Tables, id: string, from: readonly EffectState[], fence?: number): boolean {
  const row = effects.get(id);
  return row !== undefined && from.includes(row.stored.state) && (fence === undefined || row.fence === fence);
}

export function changeEffect({ effects, messages }: Tables, id: string, to: EffectChange, at: number): void {
  const row = effects.get(id);
  if (!row) return;
  const { stored } = row;
  row.stored = {
    ...stored,
    state: to.state,
    result: to.result,
    endedAt: OVER.has(to.state) ? at : null,
    dueAt: to.dueAt ?? stored.dueAt,
    reportAt: to.reportAt ?? null,
    reported: stored.reported || to.reported === true,
    resolvedBy: to.resolvedBy ?? stored.resolvedBy,
  };
  row.leaseUntil = 0;
  row.owner = null;
  const uuid = to.messageUuid ?? (to.state === "failed" ? id : undefined);
  if (uuid !== undefined && stored.effect.kind === "send_message" && !messages.has(uuid))
    messages.set(uuid, { runId: stored.runId, effectId: id });
}

export const timerKey = (runId: string, timerId: string): string => `${runId} ${timerId}`;

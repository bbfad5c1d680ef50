import { type CommitItem, type CommitOutcome, QUEUED, type RunChange, type RunStore } from "../../src/store/run-store.ts";
import { commitItem } from "./commit.ts";
import { createMemoryOutbox } from "./outbox.ts";
import { createMemoryReader } from "./reader.ts";
import { createMemoryReplicas } from "./replicas.ts";
import { emptyTables, type Tables, timerKey } from "./rows.ts";

export interface MemoryStore extends RunStore {
  /** For whoever judges the store, never for the runtime. */
  tables: Tables;
}

/**
 * A run store in memory with the real one's rules: version checks, guards, fences, leases, one item of a batch wins or
 * loses alone. It keeps no secrets apart and wipes nothing: that is the real stores' own test. `clock`: database time.
 */
export function createMemoryStore(clock: () => number): MemoryStore {
  const tables = emptyTables();
  let offset = 0;
  const now = (): number => clock() + offset;
  const listeners = new Set<(change: RunChange) => void>();
  const told = (change: RunChange): void => listeners.forEach((listener) => queueMicrotask(() => listener(change)));
  const due = () =>
    [...tables.timers.values()].filter(({ dueAt }) => dueAt <= now()).sort((a, b) => a.dueAt - b.dueAt || (a.timerId < b.timerId ? -1 : 1));

  return {
    tables,
    ...createMemoryReader(tables, now),
    ...createMemoryOutbox(tables, now),
    ...createMemoryReplicas(tables, now),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: async () => now(),
    shiftClock: async (change) => {
      offset = "now" in change ? change.now - clock() : offset + change.advanceMs;
      return now();
    },
    ready: async () => true,
    sweep: async ({ nonceMs, inboxMs }) => {
      for (const [key, { at }] of tables.nonces) if (at < now() - nonceMs) tables.nonces.delete(key);
      for (const [key, { at, runId }] of tables.inbox)
        if (at < now() - inboxMs && tables.runs.get(runId)?.running !== true) tables.inbox.delete(key);
    },
    close: async () => undefined,
    load: async ({ runIds, inboxKeys }) => ({
      now: now(),
      runs: new Map(
        runIds.flatMap((id) => {
          const row = tables.runs.get(id);
          return row ? [[id, { state: row.state, version: row.version }] as const] : [];
        }),
      ),
      inbox: new Map(
        inboxKeys.flatMap((key) => {
          const row = tables.inbox.get(key);
          return row ? [[key, { ...row }] as const] : [];
        }),
      ),
    }),
    commit: async (items) => {
      const at = now();
      const outcomes = items.map((item) => (isPoisoned(item) ? new Error("There is an effect of that id.") : commitItem(tables, item, at)));
      items.forEach(({ advance: { run } }, i) => {
        if (isCommitted(outcomes[i])) told({ runId: run.id, flowId: run.flowId, test: run.test, seq: run.seq, status: run.status });
      });
      return outcomes;
    },
    setReply: async (key, body) => {
      const row = tables.inbox.get(key);
      if (row && row.reply === null) row.reply = body;
      return row?.reply ?? null;
    },
    rememberNonce: async (value, digest) => {
      const seen = tables.nonces.get(value);
      if (!seen) tables.nonces.set(value, { digest, at: now() });
      return (seen?.digest ?? digest) === digest;
    },
    appendLog: async (runId, items) => {
      const log = tables.log.get(runId) ?? [];
      tables.log.set(runId, log);
      for (const item of items) log.push({ ...item, at: now(), seq: log.length + 1 });
    },
    dueTimers: async (limit) =>
      due()
        .slice(0, limit)
        .map(({ runId, timerId, dueAt }) => ({ runId, timerId, dueAt })),
    claimTimers: async ({ owner, leaseMs, limit }) => {
      const at = now();
      const claimed = due().filter(({ leaseUntil }) => leaseUntil <= at);
      return claimed.slice(0, limit).map((row) => {
        row.owner = owner;
        row.leaseUntil = at + leaseMs;
        return { runId: row.runId, timerId: row.timerId, dueAt: row.dueAt };
      });
    },
    nextTimer: async () => {
      let next: number | null = null;
      for (const { timerId, dueAt, leaseUntil } of tables.timers.values()) {
        const at = Math.max(dueAt, leaseUntil);
        if (timerId !== QUEUED && (next === null || at < next)) next = at;
      }
      return next;
    },
    dropTimer: async (runId, timerId) => void tables.timers.delete(timerKey(runId, timerId)),
  };
}

/** What the real ones refuse by a key of a table. */
const isPoisoned = ({ advance: { effects } }: CommitItem): boolean => new Set(effects.map(({ effect }) => effect.id)).size < effects.length;
const isCommitted = (outcome: CommitOutcome | Error | undefined): boolean =>
  outcome !== undefined && "kind" in outcome && outcome.kind === "committed";

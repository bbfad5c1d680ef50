import type { RunState } from "@cordboard/contract";
import type { RunQuery, RunReader, RunStore } from "../../src/store/run-store.ts";
import { cursorParts, pageOf } from "../../src/store/catalog/list.ts";
import { QUEUED, type OptOuts, type Routing } from "../../src/store/run-store.ts";
import { type Tables, toStored } from "./rows.ts";

const rankOf = (hearing: { for: string; contact: string }): number => (hearing.for === "answer" ? 0 : 2) + (hearing.contact === "" ? 1 : 0);

type Reads = Omit<RunReader, "subscribe"> & Routing & OptOuts & Pick<RunStore, "inboxRow">;

export function createMemoryReader(tables: Tables, now: () => number): Reads {
  const isTest = (runId: string): boolean => tables.runs.get(runId)?.test ?? false;
  const pair = (entry: { number: string; contact: string }): string => `${entry.number} ${entry.contact}`;
  const byStart = (a: { startedAt: number; id: string }, b: { startedAt: number; id: string }): number =>
    a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
  const states = () => [...tables.runs.values()].map((row) => row.state);

  return {
    run: async (id) => {
      const row = tables.runs.get(id);
      return row ? row.state : null;
    },
    listRuns: async ({ cursor, limit, ...filter }) => {
      const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, "~"] : cursorParts(cursor, ["number", "string"]);
      const found = states().filter((run) => fits(run, filter) && byStart(run, { startedAt: Number(at), id: String(id) }) < 0);
      return pageOf(
        found.sort((a, b) => byStart(b, a)).slice(0, limit + 1),
        limit,
        (run) => run,
        (run) => [run.startedAt, run.id],
      );
    },
    journal: async (runId, { afterSeq = 0, limit = 500 } = {}) =>
      (tables.journal.get(runId) ?? [])

        .filter(({ seq }) => seq > afterSeq)
        .slice(0, limit),
    steps: async (runId) => {
      const entries = tables.journal.get(runId) ?? [];
      const steps = new Map(entries.flatMap((entry) => (entry.kind === "step" ? [[entry.step.seq, entry.step] as const] : [])));
      return [...steps.values()].sort((a, b) => a.seq - b.seq);
    },
    recordedEvents: async (runId) => tables.events.get(runId) ?? [],
    carrierLog: async (runId, { afterSeq = 0, limit = 500 } = {}) =>
      (tables.log.get(runId) ?? []).filter(({ seq }) => seq > afterSeq).slice(0, limit),
    effect: async (id) => {
      const row = tables.effects.get(id);
      return row ? toStored(tables, row) : null;
    },
    listEffects: async ({ state, kind, runId, limit }) => {
      const items = [...tables.effects.values()].filter(
        ({ stored }) =>
          (state === undefined || stored.state === state) &&
          (kind === undefined || stored.effect.kind === kind) &&
          (runId === undefined || stored.runId === runId),
      );
      items.sort((a, b) => b.stored.createdAt - a.stored.createdAt || (a.stored.id < b.stored.id ? 1 : -1));
      return { items: items.slice(0, limit).map((row) => toStored(tables, row)), next: null };
    },
    countEffects: async (state) => [...tables.effects.values()].filter(({ stored }) => stored.state === state).length,
    countRuns: async (status) => states().filter((run) => run.status === status).length,
    inboxRow: async (key) => {
      const row = tables.inbox.get(key);
      return row ? { ...row } : null;
    },
    byToken: async (token) => {
      const row = tables.tokens.get(token);
      return row ? { ...row, test: isTest(row.runId) } : null;
    },
    byLeg: async (callUuid) => {
      const row = tables.legs.get(callUuid);
      return row ? { runId: row.runId, lastReply: row.lastReply, ended: row.leg.endedAt !== null, test: isTest(row.runId) } : null;
    },
    byMessage: async (uuid) => tables.messages.get(uuid) ?? null,
    hearers: async (number, contact) =>
      [...tables.runs.values()]
        .flatMap(({ id, test, state }) => (state.hearings ?? []).map((hearing) => ({ ...hearing, runId: id, test })))
        .filter((one) => (one.contact === contact || one.contact === "") && (one.number === number || one.number === ""))
        .sort((a, b) => rankOf(a) - rankOf(b) || b.since - a.since || (a.runId < b.runId ? 1 : -1))
        .map(({ runId, for: what, words, test }) => ({ runId, for: what, words, test })),
    overdueLegs: async (olderThan, limit) =>
      [...tables.legs.values()]
        .filter(({ leg }) => leg.endedAt === null && Date.parse(leg.startedAt) <= olderThan)
        .slice(0, limit)
        .map(({ runId, leg }) => ({ runId, leg })),
    liveRuns: async (flowId, contact) =>
      [...tables.runs.values()]
        .filter((row) => row.running && !row.test && row.flowId === flowId && row.contact === contact)
        .sort(byStart)
        .map(({ id }) => id),
    queuedRuns: async (limit) =>
      [...tables.timers.values()]
        .filter(({ timerId }) => timerId === QUEUED)
        .flatMap(({ runId }) => tables.runs.get(runId) ?? [])
        .sort(byStart)
        .slice(0, limit)
        .map(({ id }) => id),
    putTry: async (entry) => void tables.tries.set(entry.token, entry),
    tryByToken: async (token) => tables.tries.get(token) ?? null,
    tryOfRun: async (runId) => [...tables.tries.values()].find((entry) => entry.runId === runId) ?? null,
    optOut: async ({ confirmed, ...entry }) => {
      const before = tables.optOuts.get(pair(entry));
      tables.optOuts.set(pair(entry), {
        at: now(),
        confirmed: confirmed || (before !== undefined && before.at >= now() - 300_000 && before.confirmed),
      });
    },
    optIn: async (entry) => void tables.optOuts.delete(pair(entry)),
    mayText: async ({ graceMs, ...entry }) => {
      const row = tables.optOuts.get(pair(entry));
      if (!row) return true;
      if (row.confirmed || now() - row.at > graceMs) return false;
      row.confirmed = true;
      return true;
    },
  };
}

function fits(
  run: RunState,
  { flowId, status, contact, number, from, to, text, test, batchId }: Omit<RunQuery, "limit" | "cursor">,
): boolean {
  const wanted: [unknown, unknown][] = [
    [flowId, run.flowId],
    [status, run.status],
    [withPlus(contact), run.contact.number],
    [withPlus(number), run.number],
    [test, run.test],
    [batchId, run.batchId],
  ];
  if (wanted.some(([value, has]) => value !== undefined && value !== has)) return false;
  if ((from !== undefined && run.startedAt < from) || (to !== undefined && run.startedAt >= to)) return false;
  return text === undefined || `${run.id} ${run.flowName}`.toLowerCase().includes(text.toLowerCase());
}

const withPlus = (number: string | undefined): string | undefined => (number !== undefined && /^\d+$/.test(number) ? `+${number}` : number);

import type { RunState } from "@cordboard/contract";
import { maskJson } from "@cordboard/engine";
import { partyOf } from "../runtime/parties.ts";
import type { Party, RunQuery, StoredEffect } from "../store/run-store.ts";
import { defined } from "./defined.ts";
import type { Deps } from "./deps.ts";
import type { FlowViews } from "./flow-view.ts";
import type { Some } from "./handler.ts";
import { refuse } from "./problem.ts";
import { replay } from "./replay.ts";
import { carrierView, effectView, journalView, runView } from "./run-view.ts";
import { scenarioOf } from "./scenario.ts";
import { startRuns } from "./start-runs.ts";
import { documentOf } from "./versions.ts";

type Names =
  | "startRuns"
  | "listRuns"
  | "getRun"
  | "runSteps"
  | "runContext"
  | "runCarrier"
  | "runJournal"
  | "runDocument"
  | "runScenario"
  | "stopRun"
  | "replayRun"
  | "sendRunEvent"
  | "listEffects"
  | "resolveEffect";

/** Runs: starting, reading, steering. */
export function runHandlers(deps: Deps, views: FlowViews): Some<Names> {
  const { runs, runtime } = deps;
  const find = async (id: string | undefined): Promise<RunState> => {
    const run = await runs.run(id ?? "");
    if (!run) throw refuse("run_not_found", "There is no such run; look for it under /api/runs.");
    return run;
  };

  return {
    startRuns: async ({ params, body, idempotencyKey, actor }) => {
      const flow = await views.find(params["id"] ?? "");
      return startRuns(deps, flow, body, idempotencyKey && `${actor.id}:${idempotencyKey}`);
    },
    listRuns: async ({ query }) => {
      const page = await runs.listRuns(queryOf(query));
      return { items: page.items.map(runView), next: page.next };
    },
    getRun: async ({ params }) => runView(await find(params["id"])),
    runSteps: async ({ params, query }) => {
      const run = await find(params["id"]);
      const after = seqOf(query.cursor);
      const rest = (await runs.steps(run.id)).filter((step) => step.seq > after);
      return pageBySeq(rest, query.limit);
    },
    runContext: async ({ params }) => {
      const run = await find(params["id"]);
      const { number, ...contact } = run.contact;
      const known = Object.fromEntries(Object.entries(contact).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
      return {
        variables: maskJson(run, run.variables),
        contact: maskJson(run, { number, ...known }),
        flow: { id: run.flowId, name: run.flowName, version: run.version },
      };
    },
    runCarrier: async ({ params, query }) => {
      const run = await find(params["id"]);
      const items = await runs.carrierLog(run.id, { afterSeq: seqOf(query.cursor), limit: query.limit + 1 });
      return pageBySeq(items.map(carrierView), query.limit);
    },
    runJournal: async ({ params, query }) => {
      const run = await find(params["id"]);
      const entries = await runs.journal(run.id, { afterSeq: query.after, limit: query.limit });
      return { items: entries.map(journalView), seq: run.seq };
    },
    runDocument: async ({ params }) => {
      const run = await find(params["id"]);
      // A version keeps its own layout; a snapshot that of the first text with its hash.
      const version = run.version === null ? null : await deps.catalog.version(run.flowId, run.version);
      const document = version?.document ?? (await deps.catalog.snapshot(run.hash));
      if (!document) throw refuse("flow_snapshot_missing", "The text of this run is not in the store any more.");
      return document;
    },
    runScenario: async ({ params }) => {
      const run = await find(params["id"]);
      if (!run.test) throw refuse("run_not_a_test", "Only a test run can be kept as a flow test. Try the flow, and keep that run.");
      return scenarioOf(runs, run);
    },
    stopRun: async ({ params, actor }) => {
      await find(params["id"]);
      await runtime.stopRun(params["id"] ?? "", actor.name);
      return { accepted: true };
    },
    replayRun: async ({ params, body }) => {
      const run = await find(params["id"]);
      const flow = await views.find(run.flowId);
      const { source, document, hash } = await documentOf(deps, flow, body.source);
      return replay({ runs, run, source, document, hash, mocks: body.mocks ?? {} });
    },
    sendRunEvent: async ({ params, body, audit }) => {
      await find(params["id"]);
      await runtime.injectEvent(params["id"] ?? "", defined(body));
      audit({ details: { event: body.type } });
      return { accepted: true };
    },
    listEffects: async ({ query }) => {
      const { run: runId, ...rest } = query;
      const page = await runs.listEffects(defined({ ...rest, runId }));
      const runOf = new Map<string, RunState | null>();
      for (const { runId } of page.items) if (!runOf.has(runId)) runOf.set(runId, await runs.run(runId));
      const party = (effect: StoredEffect): Party | null => (effect.state === "pending" ? partyOf(effect) : null);
      const held = await runs.heldParties(page.items.flatMap((effect) => party(effect) ?? []));
      const items = page.items.map((effect) =>
        effectView(effect, runOf.get(effect.runId) ?? null, held.get(party(effect)?.name ?? "")?.effectId ?? null),
      );
      return { items, next: page.next };
    },
    resolveEffect: async ({ params, body, actor, audit }) => {
      const id = params["id"] ?? "";
      if (!(await runs.effect(id))) throw refuse("effect_not_found", "There is no such effect; look for it under /api/effects.");
      await runtime.resolveEffect(id, defined({ ...body, by: actor.name }));
      audit({ details: { as: body.as, resend: body.resend ?? false } });
      const effect = await runs.effect(id);
      if (!effect) throw refuse("effect_not_found", "The effect is gone.");
      return effectView(effect, await runs.run(effect.runId), null);
    },
  };
}

type ListQuery = Parameters<Some<"listRuns">["listRuns"]>[0]["query"];

function queryOf({ flow, batch, from, to, ...rest }: ListQuery): RunQuery {
  const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
  return defined({ ...rest, flowId: flow, batchId: batch, from: time(from), to: time(to) });
}

/** Steps and carrier items are paged by their seq. */
function seqOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw refuse("bad_cursor", "The cursor does not come from this list; begin again without one.");
  return Number(cursor);
}

function pageBySeq<Item extends { seq: number }>(items: Item[], limit: number): { items: Item[]; next: string | null } {
  const kept = items.slice(0, limit);
  return { items: kept, next: items.length > limit ? String(kept.at(-1)?.seq ?? 0) : null };
}

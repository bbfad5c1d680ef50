import type { Scenario } from "@cordboard/api";
import type { EffectKind, EffectResult, RunEvent, RunState } from "@cordboard/contract";
import { maskJson, maskText } from "@cordboard/engine";
import type { RunStore } from "../store/run-store.ts";
import { iso } from "./handler.ts";

/** What only the world outside can answer: a flow test has telephones, texts, mail and code of its own. */
const ASKED: ReadonlySet<EffectKind> = new Set(["http_request", "query_database"]);

/** How the run began and what was answered to it, as a flow test says it (interface.md, "Files"). Secrets are masked. */
export async function scenarioOf(runs: Pick<RunStore, "recordedEvents" | "steps">, run: RunState): Promise<Scenario> {
  const events = await runs.recordedEvents(run.id);
  const started = events.find((event) => event.type === "started");
  const names = new Map((await runs.steps(run.id)).map(({ node }) => [node.id, node.name]));
  const answers = events.flatMap((event) => answerIn(event, run, names));
  return {
    now: iso(run.startedAt),
    start: startOf(run),
    startAt: (started?.startNode !== undefined && names.get(started.startNode)) || null,
    mocks: Object.fromEntries(answers),
  };
}

function startOf(run: RunState): Scenario["start"] {
  const { trigger } = run;
  if (trigger.kind === "call") return { call: { from: trigger.call.from, to: trigger.call.to } };
  if (trigger.kind === "message") {
    const { from, to, text, media } = trigger.message;
    return { message: { from, to, text: maskText(run, text), ...(media.length > 0 && { media }) } };
  }
  if (trigger.kind === "flow") return { api: { params: maskJson(run, trigger.inputs) } };
  const { params, to, from } = trigger;
  return { api: { params: maskJson(run, params), ...(to !== undefined && { to }), ...(from !== undefined && { from }) } };
}

function answerIn(event: RunEvent, run: RunState, names: ReadonlyMap<string, string>): [string, Scenario["mocks"][string]][] {
  if (event.type !== "effect" || event.event.type !== "effect") return [];
  const effect = run.effects[event.effectId];
  const name = effect && names.get(effect.nodeId);
  return effect && name !== undefined && ASKED.has(effect.kind) ? [[name, mockOf(event.event.result, run)]] : [];
}

const mockOf = (result: EffectResult, run: RunState): Scenario["mocks"][string] =>
  result.ok
    ? { ok: true, data: maskJson(run, result.data) }
    : { ok: false, error: { code: result.error.code, message: maskText(run, result.error.message) } };

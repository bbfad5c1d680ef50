import { randomUUID } from "node:crypto";
import { startSettings } from "@cordboard/components/manifest";
import type { Json, JsonObject } from "@cordboard/contract";
import { type FlowDocument, registry } from "@cordboard/flow";
import { parseDestination } from "@cordboard/plivo";
import type { FlowRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import type { FlowViews } from "./flow-view.ts";
import { type Call, type Some, iso } from "./handler.ts";
import { phloRoomHandlers } from "./phlo-rooms.ts";
import { type Problem, refuse } from "./problem.ts";
import type { ProblemWriter } from "./serve-route.ts";
import { startRuns } from "./start-runs.ts";
import { snakeCase } from "./snake-case.ts";

type Names =
  | "phloRun"
  | "phloDetails"
  | "phloRunDetails"
  | "phloTrigger"
  | "phloPartyNode"
  | "phloPartyTrigger"
  | "phloPartyMember"
  | "phloConferenceMember";

/** The hosted service's doors, so that its SDKs and code written for it work by changing the host (phlo.md section 12). */
export function phloHandlers(deps: Deps, views: FlowViews): Some<Names> {
  const published = async (call: Pick<Call<"phloDetails">, "params" | "actor">): Promise<FlowRecord> => {
    const { accountId } = deps.settings;
    const named = call.params["accountId"];
    if (named !== undefined && named !== accountId) throw refuse("not_found", `There is no account ${named.slice(0, 40)} here.`);
    if (call.actor.account !== undefined && call.actor.account !== accountId)
      throw refuse("not_signed_in", "The user name of Basic auth is the account id.");
    const flow = await views.find(call.params["flowId"] ?? "");
    if (!flow.published) throw refuse("not_published", `The flow ${flow.name} was never published.`);
    return flow;
  };

  return {
    ...phloRoomHandlers(deps, published),
    phloRun: async (call) => {
      const flow = await published(call);
      const sent = exactSpelling(await publishedDocument(deps, flow), call.body);
      const { to, from } = { to: sent["to"], from: sent["from"] };
      const request = { params: sent, ...asNumber("to", to), ...asNumber("from", from) };
      const started = await startRuns(deps, flow, request, keyOf(call));
      const runId = "runId" in started ? started.runId : started.batchId;
      return { api_id: runId, phlo_id: flow.id, message: `The run of ${flow.name} has started.` };
    },
    phloDetails: async (call) => {
      const flow = await published(call);
      return { api_id: randomUUID(), phlo_id: flow.id, name: flow.name, created_on: iso(flow.createdAt) };
    },
    phloRunDetails: async (call) => {
      const flow = await published(call);
      const run = await deps.runs.run(call.params["runId"] ?? "");
      if (!run || run.flowId !== flow.id) throw refuse("run_not_found", "There is no such run of this PHLO.");
      return {
        api_id: randomUUID(),
        phlo_id: flow.id,
        phlo_run_id: run.id,
        status: run.status,
        call_uuids: run.legs.map((leg) => leg.callUuid),
        message_uuids: run.messages,
        recording_ids: run.recordings,
      };
    },
    phloTrigger: async (call) => {
      const flow = await published(call);
      const { to, variables = {}, ...others } = call.body;
      const params = exactSpelling(await publishedDocument(deps, flow), { ...others, ...variables });
      const request = { params, ...(to === undefined ? {} : { to }), ...asNumber("from", params["from"]) };
      const started = await startRuns(deps, flow, request, keyOf(call));
      if ("runId" in started) return { request_uuid: started.runId, phlo_id: flow.id, api_id: randomUUID() };
      const runs = started.runs.map(({ runId, to: number, error }) => ({
        request_uuid: runId,
        to: number,
        ...(error ? { error: error.message } : {}),
      }));
      return { request_uuid: started.batchId, phlo_id: flow.id, api_id: randomUUID(), runs };
    },
  };
}

const keyOf = ({ actor, idempotencyKey }: Pick<Call<"phloRun">, "actor" | "idempotencyKey">): string | null =>
  idempotencyKey && `${actor.id}:${idempotencyKey}`;

async function publishedDocument({ catalog }: Deps, flow: FlowRecord): Promise<FlowDocument> {
  return (await catalog.version(flow.id, flow.published?.version ?? 0))?.document ?? flow.document;
}

/** Gives declared fields their own spelling back: the Node SDK sends `customerName` as `customer_name`. The exact one wins. */
function exactSpelling(document: FlowDocument, sent: JsonObject): JsonObject {
  const entry = document.nodes.find((node) => registry.get(node.type)?.entry);
  if (!entry) return sent;
  const result = { ...sent };
  for (const { name } of startSettings(entry.config).payload) {
    const snake = snakeCase(name);
    if (snake === name || !Object.hasOwn(result, snake)) continue;
    if (!Object.hasOwn(result, name)) result[name] = result[snake] ?? null;
    delete result[snake];
  }
  return result;
}

/** On these doors `to` is a payload field like others; when it is a number it is also the contact. */
function asNumber(key: "to" | "from", value: Json | undefined): { [K in typeof key]?: string } {
  const found = typeof value === "string" ? parseDestination(value.trim()) : null;
  return found ? { [key]: found.value } : {};
}

/** The doors know four refusals; what we tell apart is folded into them. */
const STATUS: Record<number, number> = { 403: 401, 405: 404, 409: 400, 413: 400, 415: 400, 422: 400 };
const NOT_RUNNABLE = new Set(["not_published", "version_not_found", "flow_not_found"]);

export const writePhloProblem: ProblemWriter = (response, problem: Problem) => {
  const status = NOT_RUNNABLE.has(problem.code) ? 404 : (STATUS[problem.status] ?? problem.status);
  if (problem.retryAfterSeconds !== null) response.set("retry-after", String(problem.retryAfterSeconds));
  if (status === 401) response.set("www-authenticate", 'Basic realm="Cordboard"');
  response.status(status).set("cache-control", "no-store").json({ api_id: randomUUID(), error: problem.message });
};

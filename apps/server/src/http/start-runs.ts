import { createHash, randomUUID } from "node:crypto";
import type { StartedRuns } from "@cordboard/api";
import { readPayload, startSettings } from "@cordboard/components/manifest";
import { CodedError, type JsonObject, withParsedConfig } from "@cordboard/contract";
import { type FlowDocument, registry } from "@cordboard/flow";
import { parseDestination } from "@cordboard/plivo";
import type { FlowPin, StartRun } from "../runtime/ports.ts";
import type { FlowRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./problem.ts";
import { documentOf } from "./versions.ts";

/** Runs of a batch that are started side by side; the store gathers them into shared commits. */
const STARTED_AT_ONCE = 32;

export interface StartRequest {
  to?: string | string[] | undefined;
  from?: string | undefined;
  params?: JsonObject | undefined;
  version?: number | undefined;
}

/**
 * Starts a run of a published version by API request, or one for each number of `to`. Nothing starts when the request is
 * refused as a whole; in a batch each number is accepted or refused alone.
 * Errors: `not_published`, `version_not_found`, `no_start_cord`, `missing_parameter`, `invalid_parameter`,
 * `invalid_number`, `contact_busy`.
 */
export async function startRuns(deps: Deps, flow: FlowRecord, request: StartRequest, idempotencyKey: string | null): Promise<StartedRuns> {
  const { pin, document } = await versionToRun(deps, flow, request.version);
  if (!startsByApi(document))
    throw refuse("no_start_cord", "Nothing is connected to the API request exit of Start; draw a cord from it and publish.");
  const from = request.from === undefined ? undefined : destination(request.from, "from");
  const list = Array.isArray(request.to)
    ? request.to.map((to, i) => destination(to, `to.${i}`))
    : request.to === undefined
      ? []
      : [destination(request.to, "to")];
  const digest = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  const version = pin.version ?? 0;

  const start = (to: string | undefined, index: number, batchId?: string): Promise<{ runId: string }> => {
    const sent: JsonObject = { ...request.params, ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }) };
    const params = checkPayload(document, sent);
    const run: StartRun = {
      pin,
      trigger: { kind: "api", params, ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }) },
    };
    if (batchId !== undefined) run.batchId = batchId;
    if (idempotencyKey !== null) run.idempotency = { key: `${flow.id}:${idempotencyKey}:${index}`, digest };
    return deps.runtime.startRun(run);
  };

  if (list.length <= 1) return { ...(await start(list[0], 0)), flowId: flow.id, version };

  checkPayload(document, { ...request.params, to: list[0] ?? "" });
  const batchId = randomUUID();
  const runs: Extract<StartedRuns, { batchId: string }>["runs"] = [];
  for (let at = 0; at < list.length; at += STARTED_AT_ONCE) {
    const part = list.slice(at, at + STARTED_AT_ONCE);
    runs.push(...(await Promise.all(part.map((to, i) => oneOfBatch(to, () => start(to, at + i, batchId))))));
  }
  return { batchId, flowId: flow.id, version, runs };
}

async function oneOfBatch(to: string, start: () => Promise<{ runId: string }>) {
  try {
    return { runId: (await start()).runId, to };
  } catch (error) {
    if (error instanceof CodedError) return { runId: null, to, error: { code: error.code, message: error.message } };
    throw error;
  }
}

async function versionToRun(deps: Deps, flow: FlowRecord, version: number | undefined): Promise<{ pin: FlowPin; document: FlowDocument }> {
  const chosen = version ?? flow.published?.version;
  if (chosen === undefined) throw refuse("not_published", `The flow ${flow.name} has no published version; publish it first.`);
  const { document, hash } = await documentOf(deps, flow, chosen);
  return { document, pin: { flowId: flow.id, flowName: flow.name, version: chosen, hash } };
}

const entryOf = (document: FlowDocument) => document.nodes.find((node) => registry.get(node.type)?.entry);

/** Is there a cord at the exit that API requests take? */
function startsByApi(document: FlowDocument): boolean {
  const entry = entryOf(document);
  const known = entry && registry.get(entry.type);
  if (!entry || !known) return false;
  const manifest = withParsedConfig(known);
  const config = manifest.config.safeParse(entry.config);
  const exit = config.success ? manifest.exits(config.data).find((spec) => spec.trigger === "api") : undefined;
  return exit !== undefined && document.edges.some((edge) => edge.from === entry.id && edge.exit === exit.id);
}

/** The payload as the flow declares it: types read, defaults filled in. */
export function checkPayload(document: FlowDocument, sent: JsonObject): JsonObject {
  const entry = entryOf(document);
  if (!entry) return sent;
  const { params, missing, wrong } = readPayload(startSettings(entry.config).payload, sent);
  const [first] = missing;
  if (first !== undefined)
    throw refuse("missing_parameter", `The parameter "${missing.join('", "')}" is missing; this flow needs it.`, {
      details: missing.map((name) => ({ path: `params.${name}`, code: "missing_parameter", message: `"${name}" is required.` })),
    });
  const [bad] = wrong;
  if (bad)
    throw refuse("invalid_parameter", `The parameter "${bad.name}" is not a ${bad.type}; send one.`, {
      details: wrong.map(({ name, type }) => ({
        path: `params.${name}`,
        code: "invalid_parameter",
        message: `"${name}" is not a ${type}.`,
      })),
    });
  return params;
}

function destination(raw: string, path: string): string {
  const found = parseDestination(raw.trim());
  if (found) return found.value;
  const message = `"${raw.slice(0, 40)}" is not a phone number; write it as +14155550100.`;
  throw refuse("invalid_number", message, { details: [{ path, code: "invalid_number", message }] });
}

import { contentHash, emptyDocument, parseDocument, flowJsonSchema } from "@cordboard/flow";
import type { FlowDocument } from "@cordboard/flow";
import type { Actor } from "../auth/actor.ts";
import type { FlowRecord } from "../store/catalog-store.ts";
import { flowsAroundNamed, issuesAround, pinsOf } from "./sub-flows.ts";
import { defined } from "./defined.ts";
import type { Deps } from "./deps.ts";
import { type FlowViews, readDocument } from "./flow-view.ts";
import type { Some } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names =
  | "createFlow"
  | "listFlows"
  | "getFlow"
  | "patchFlow"
  | "deleteFlow"
  | "saveDraft"
  | "validateFlow"
  | "flowsAround"
  | "importFlow"
  | "publishFlow"
  | "flowSchema";

/** Flows and their drafts. */
export function flowHandlers(deps: Deps, views: FlowViews): Some<Names> {
  const { catalog } = deps;

  const make = async (document: FlowDocument, folder = "") => {
    const flow = await catalog.createFlow({ name: document.name, document, hash: contentHash(document), folder });
    return views.view(flow);
  };

  return {
    createFlow: async ({ body, audit }) => {
      const document = body.document === undefined ? emptyDocument(body.name) : { ...readDocument(body.document), name: body.name };
      const flow = await make(document, body.folder);
      audit({ target: flow.id });
      return flow;
    },
    importFlow: async ({ body, audit }) => {
      if (isStudio(body))
        throw refuse("studio_import_unavailable", "This is a Twilio Studio flow, which cannot be imported yet; import a .flow.json file.");
      const flow = await make(readDocument(body));
      audit({ target: flow.id });
      return flow;
    },
    listFlows: async ({ query }) => {
      const page = await catalog.listFlows(query);
      return { items: await Promise.all(page.items.map(views.view)), next: page.next };
    },
    getFlow: async ({ params }) => views.view(await views.find(params["id"] ?? "")),
    patchFlow: async ({ params, body, actor, audit }) => {
      const flow = await views.find(params["id"] ?? "");
      if (body.name !== undefined) await save(deps, flow, flow.revision, { ...flow.document, name: body.name }, actor);
      if (body.folder !== undefined) await catalog.moveFlow(flow.id, body.folder);
      audit({ details: defined(body) });
      return views.view(await views.find(flow.id));
    },
    deleteFlow: async ({ params }) => {
      const flow = await views.find(params["id"] ?? "");
      const numbers = await catalog.numbersOfFlow(flow.id);
      if (numbers.length > 0)
        throw refuse("flow_has_numbers", `${numbers.map((n) => n.number).join(", ")} still reach this flow; send them elsewhere first.`);
      await catalog.deleteFlow(flow.id);
      return undefined;
    },
    saveDraft: async ({ params, body, actor }) => {
      const flow = await views.find(params["id"] ?? "");
      const document = readDocument(body.document);
      const revision = await save(deps, flow, body.revision, document, actor);
      return { revision, issues: await issuesAround(catalog, document) };
    },
    validateFlow: async ({ body }) => {
      const parsed = parseDocument(body.document);
      return { issues: parsed.document ? await issuesAround(catalog, parsed.document) : parsed.issues };
    },
    flowsAround: async ({ body }) => ({ items: (await flowsAroundNamed(catalog, body.names)).map((one) => one.around) }),
    publishFlow: async ({ params, body, actor, audit }) => {
      const flow = await views.find(params["id"] ?? "");
      if (flow.revision !== body.revision) throw draftConflict(body.revision, flow.revision);
      await refuseErrors(deps, flow);
      const pins = await pinsOf(catalog, flow.document);
      const release = { revision: body.revision, by: actor.name, message: body.message ?? "", pins };
      const done = await catalog.publish(flow.id, release);
      if (!done) throw refuse("flow_not_found", "The flow was deleted meanwhile.");
      if ("revision" in done) throw draftConflict(body.revision, done.revision);
      const { version, hash } = done.published;
      audit({ details: { version, hash } });
      return { version, hash };
    },
    flowSchema: async () => flowJsonSchema(),
  };
}

/** Stores a draft over the revision that was read, and tells those who have it open. Error: `draft_conflict`. */
export async function save(deps: Deps, flow: FlowRecord, revision: number, document: FlowDocument, actor: Actor): Promise<number> {
  const stored = await deps.catalog.saveDraft(flow.id, { revision, document, hash: contentHash(document) });
  if (!stored) throw refuse("flow_not_found", "The flow was deleted meanwhile.");
  if (!stored.saved) throw draftConflict(revision, stored.revision);
  deps.changes.tell({ kind: "draft", flowId: flow.id, revision: stored.revision, by: actor.name });
  return stored.revision;
}

function draftConflict(sent: number, current: number) {
  return refuse(
    "draft_conflict",
    `You changed revision ${sent}, but the draft is at revision ${current}; load it again and repeat your change.`,
    {
      details: [{ path: "revision", code: "draft_conflict", message: `sent ${sent}, current ${current}` }],
      errorExtra: { revision: { sent, current } },
      extra: { revision: current },
    },
  );
}

async function refuseErrors({ catalog }: Deps, flow: FlowRecord): Promise<void> {
  const issues = await issuesAround(catalog, flow.document);
  const errors = issues.filter((issue) => issue.level === "error");
  if (errors.length === 0) return;
  const details = errors.map((issue) => ({
    path: [issue.nodeId, issue.field].filter(Boolean).join("."),
    code: issue.code,
    message: issue.message,
  }));
  const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
  throw refuse("flow_has_errors", `The flow has ${count}, so it was not published. ${errors[0]?.message ?? ""}`, {
    details,
    extra: { issues },
  });
}

/** Studio exports have `states` and an `initial_state`. */
function isStudio(raw: unknown): boolean {
  return typeof raw === "object" && raw !== null && "states" in raw && "initial_state" in raw;
}

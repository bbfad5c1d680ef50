import type { TryFlow } from "@cordboard/api";
import type { JsonObject } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";
import { check } from "@cordboard/flow";
import { parseDestination } from "@cordboard/plivo";
import type { TryStart } from "../runtime/ports.ts";
import { defined } from "./defined.ts";
import type { Deps } from "./deps.ts";
import type { FlowViews } from "./flow-view.ts";
import type { Some } from "./handler.ts";
import { refuse } from "./problem.ts";
import { checkPayload } from "./start-runs.ts";
import { flowsAround } from "./sub-flows.ts";
import { runTests } from "./run-tests.ts";
import { documentOf } from "./versions.ts";

/** Trying a flow by hand, and running its tests. */
export function tryHandlers(deps: Deps, views: FlowViews): Some<"tryFlow" | "tryNode" | "runTests"> {
  return {
    tryFlow: async ({ params, body, audit }) => {
      const flow = await views.find(params["id"] ?? "");
      const { source, document, hash } = await documentOf(deps, flow, body.source);
      refuseBroken(document);
      await deps.catalog.putSnapshot(hash, document);
      const pin = { flowId: flow.id, flowName: flow.name, version: source === "draft" ? null : source, hash };
      const tried = await deps.runtime.tryFlow({ as: body.as, pin, ...wishes(body, document) });
      audit({ details: { as: body.as, runId: tried.runId } });
      return tried;
    },
    tryNode: async ({ params, body, audit }) => {
      const flow = await views.find(params["id"] ?? "");
      const id = nodeId(flow.document, body.node);
      const document = withConfig(flow.document, id, body.config);
      refuseBroken(document, id);
      audit({ details: { node: id } });
      return deps.runtime.tryNode({ document, nodeId: id, variables: body.variables ?? {} });
    },
    runTests: async ({ params, body }) => {
      const flow = await views.find(params["id"] ?? "");
      const { document } = await documentOf(deps, flow, body.source);
      const others = (await flowsAround(deps.catalog, document)).flatMap((one) => one.document ?? []);
      return runTests(document, body.names ?? null, others);
    },
  };
}

function withConfig(document: FlowDocument, id: string, config: JsonObject | undefined): FlowDocument {
  if (!config) return document;
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? { ...node, config } : node)) };
}

/** A flow that can't be published can't be compiled either. `only`: the node that matters. */
function refuseBroken(document: FlowDocument, only?: string): void {
  const issues = check(document).filter(({ nodeId: at }) => only === undefined || at === only);
  const errors = issues.filter((issue) => issue.level === "error");
  if (errors.length === 0) return;
  const details = errors.map((issue) => ({
    path: [issue.nodeId, issue.field].filter(Boolean).join("."),
    code: issue.code,
    message: issue.message,
  }));
  throw refuse("flow_has_errors", `The flow has errors, so it can't be tried. ${errors[0]?.message ?? ""}`, { details, extra: { issues } });
}

function wishes(body: TryFlow, document: FlowDocument): Omit<TryStart, "as" | "pin"> {
  const wish: Omit<TryStart, "as" | "pin"> = {};
  if (body.from !== undefined) wish.from = phone(body.from);
  if (body.text !== undefined) wish.text = body.text;
  if (body.media !== undefined) wish.media = body.media;
  if (body.as === "api") wish.params = checkPayload(document, body.params ?? {});
  if (body.startNode !== undefined) wish.startNode = nodeId(document, body.startNode);
  if (body.variables !== undefined) wish.variables = body.variables;
  if (body.mocks !== undefined) wish.mocks = mocksOf(body.mocks);
  return wish;
}

function mocksOf(mocks: NonNullable<TryFlow["mocks"]>): NonNullable<TryStart["mocks"]> {
  return Object.fromEntries(Object.entries(mocks).map(([node, mock]) => [node, defined(mock)]));
}

function phone(raw: string): string {
  const found = parseDestination(raw.trim());
  if (found) return found.value;
  throw refuse("invalid_number", `"${raw.slice(0, 40)}" is not a phone number; write it as +14155550100.`);
}

function nodeId(document: FlowDocument, idOrName: string): string {
  const node = document.nodes.find(({ id, name }) => id === idOrName || name === idOrName);
  if (!node) throw refuse("node_not_found", `The flow has no node ${idOrName.slice(0, 60)}.`);
  return node.id;
}

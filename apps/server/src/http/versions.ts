import type { JsonObject } from "@cordboard/contract";
import { runtimes } from "@cordboard/components/runtime";
import { compileFlow, machineJson } from "@cordboard/engine";
import { type FlowDocument, diffFlows, registry } from "@cordboard/flow";
import type { FlowRecord, VersionRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import { type FlowViews, versionView } from "./flow-view.ts";
import { save } from "./flows.ts";
import type { Some } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names = "listVersions" | "getVersion" | "versionMachine" | "restoreVersion" | "diffVersions" | "exportFlow";

/** Published versions of a flow. */
export function versionHandlers(deps: Deps, views: FlowViews): Some<Names> {
  const { catalog } = deps;
  const versionOf = async (params: Record<string, string>) => {
    const flow = await views.find(params["id"] ?? "");
    return { flow, version: await findVersion(deps, flow, params["n"] ?? "") };
  };

  return {
    listVersions: async ({ params, query }) => {
      const flow = await views.find(params["id"] ?? "");
      const page = await catalog.listVersions(flow.id, query);
      return { items: page.items.map(versionView), next: page.next };
    },
    getVersion: async ({ params }) => {
      const { version } = await versionOf(params);
      return { ...versionView(version), document: version.document };
    },
    versionMachine: async ({ params }) => {
      const { version } = await versionOf(params);
      return asObject(machineJson(compileFlow(version.document, { registry, runtimes })));
    },
    restoreVersion: async ({ params, actor }) => {
      const { flow, version } = await versionOf(params);
      return { revision: await save(deps, flow, flow.revision, version.document, actor) };
    },
    diffVersions: async ({ params, query }) => {
      const flow = await views.find(params["id"] ?? "");
      const [from, to] = [await documentOf(deps, flow, query.from), await documentOf(deps, flow, query.to)];
      return { from: from.source, to: to.source, changes: diffFlows(from.document, to.document) };
    },
    exportFlow: async ({ params, query }) => {
      const flow = await views.find(params["id"] ?? "");
      return (await documentOf(deps, flow, query.version ?? "draft")).document;
    },
  };
}

/** The text that `draft` or a version number names. Error: `version_not_found`. */
export async function documentOf(
  deps: Pick<Deps, "catalog">,
  flow: FlowRecord,
  source: string | number,
): Promise<{ source: "draft" | number; document: FlowDocument; hash: string }> {
  if (source === "draft") return { source, document: flow.document, hash: flow.hash };
  const { version, document, hash } = await findVersion(deps, flow, String(source));
  return { source: version, document, hash };
}

async function findVersion(
  { catalog }: Pick<Deps, "catalog">,
  flow: FlowRecord,
  text: string,
): Promise<VersionRecord & { document: FlowDocument }> {
  const version = /^[1-9]\d{0,8}$/.test(text) ? await catalog.version(flow.id, Number(text)) : null;
  if (!version) throw refuse("version_not_found", `The flow ${flow.name} has no version ${text}; its versions are listed under /versions.`);
  return version;
}

/** A compiled machine is an object. */
function asObject(value: unknown): JsonObject {
  return value as JsonObject;
}

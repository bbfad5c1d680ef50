import type { Flow, TestsReport, TryFlow, TryNode, Version, VersionInfo } from "@cordboard/api";
import type { FlowDocument } from "@cordboard/flow";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

export type { Flow, TestsReport, TryFlow, TryNode, Version, VersionInfo };

/** More flows than this are found by search; the list itself stays one page. */
const MANY = { limit: 200 };

export const createFlow = (name: string, document?: unknown, folder = "") =>
  api("createFlow", { body: { name, folder, ...(document === undefined ? {} : { document }) } });
/** Into another folder, a path; "" is the top. The draft stays as it is. */
export const moveFlow = (id: string, folder: string) => api("patchFlow", { params: { id }, body: { folder } });
export const getFlow = (id: string) => api("getFlow", { params: { id } });
/** 409 `flow_has_numbers` while numbers point to it. */
export const deleteFlow = (id: string) => api("deleteFlow", { params: { id } });
export const importFlow = (document: unknown) => api("importFlow", { body: document });
export const exportFlow = (id: string) => api("exportFlow", { params: { id } });

/** 409 `draft_conflict` when `revision` is no longer the last one. */
export const saveDraft = (id: string, draft: { revision: number; document: FlowDocument }) =>
  api("saveDraft", { params: { id }, body: draft });
/** 422 `flow_has_errors` while an issue of level error is left. */
export const publishFlow = (id: string, options: { revision: number; message?: string }) =>
  api("publishFlow", { params: { id }, body: options });

export const listVersions = (id: string) => api("listVersions", { params: { id }, query: MANY });

export const tryFlow = (id: string, options: TryFlow) => api("tryFlow", { params: { id }, body: options });
/** 422 `flow_has_errors` while its settings are not complete, 409 `node_not_tryable` for one that waits for people. */
export const tryNode = (id: string, options: TryNode) => api("tryNode", { params: { id }, body: options });
export const runFlowTests = (id: string, options: { source: "draft" | number; names?: string[] }) =>
  api("runTests", { params: { id }, body: options });

/** What check() must know of flows that nodes run. `names` in any order. */
export const flowsAroundQuery = (names: readonly string[]) => {
  const asked = names.toSorted();
  return queryOptions({
    queryKey: ["flows", "around", asked],
    queryFn: async ({ signal }) => ({ names: asked, ...(await api("flowsAround", { body: { names: asked }, signal })) }),
    enabled: asked.length > 0,
    staleTime: 15_000,
  });
};

export const flowsQuery = () => queryOptions({ queryKey: ["flows"], queryFn: ({ signal }) => api("listFlows", { query: MANY, signal }) });
export const flowQuery = (id: string) =>
  queryOptions({ queryKey: ["flows", id], queryFn: ({ signal }) => api("getFlow", { params: { id }, signal }) });
export const versionQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: ["flows", id, "versions", n],
    queryFn: ({ signal }) => api("getVersion", { params: { id, n }, signal }),
    staleTime: Infinity,
  });

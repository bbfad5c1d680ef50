import type { Flow, VersionInfo } from "@cordboard/api";
import type { Issue } from "@cordboard/contract";
import { type FlowDocument, check, parseDocument, subFlowsOf } from "@cordboard/flow";
import type { FlowRecord, NumberRecord, VersionRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import { iso } from "./handler.ts";
import { refuse } from "./problem.ts";
import { issuesAround } from "./sub-flows.ts";

/** Checked drafts that are kept, so that a list of flows doesn't check each again. */
const KEPT_CHECKS = 500;

export interface FlowViews {
  /** The flow as the API shows it. */
  view: (flow: FlowRecord) => Promise<Flow>;
  /** The flow, or 404. */
  find: (id: string) => Promise<FlowRecord>;
}

export function createFlowViews({ catalog }: Pick<Deps, "catalog">): FlowViews {
  const checked = new Map<string, Issue[]>();
  const issuesOf = async (flow: FlowRecord): Promise<Issue[]> => {
    // What is wrong with the flows it runs may change without it.
    if (subFlowsOf(flow.document).length > 0) return issuesAround(catalog, flow.document);
    const key = `${flow.id}:${flow.revision}`;
    const known = checked.get(key);
    if (known) return known;
    const issues = check(flow.document);
    checked.set(key, issues);
    const oldest = checked.keys().next();
    if (checked.size > KEPT_CHECKS && !oldest.done) checked.delete(oldest.value);
    return issues;
  };
  return {
    find: async (id) => {
      const flow = await catalog.flow(id);
      if (!flow) throw refuse("flow_not_found", "There is no such flow; it may have been deleted.");
      return flow;
    },
    view: async (flow) => ({
      id: flow.id,
      name: flow.name,
      folder: flow.folder,
      draft: { revision: flow.revision, document: flow.document },
      published: flow.published && versionView(flow.published),
      issues: await issuesOf(flow),
      numbers: (await catalog.numbersOfFlow(flow.id)).map((number) => usedBy(number, flow.id)),
      changed: flow.published?.hash !== flow.hash,
      createdAt: iso(flow.createdAt),
      updatedAt: iso(flow.updatedAt),
    }),
  };
}

export const versionView = ({ version, hash, at, by, message }: VersionRecord): VersionInfo => ({
  version,
  hash,
  at: iso(at),
  by,
  message,
});

const usedBy = (number: NumberRecord, flowId: string): Flow["numbers"][number] => ({
  number: number.number,
  voice: number.voiceFlowId === flowId,
  message: number.messageFlowId === flowId,
});

/** A document from outside, or 400 with each flaw. */
export function readDocument(raw: unknown): FlowDocument {
  const parsed = parseDocument(raw);
  if (parsed.document) return parsed.document;
  const details = parsed.issues.map(({ field, code, message }) => ({ path: field ? `document.${field}` : "document", code, message }));
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : "";
  throw refuse("flow_invalid", `This is not a flow document. ${details[0]?.message ?? ""}${more}`, { details });
}

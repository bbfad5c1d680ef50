import { describeNode, type NodeView } from "./describe-node.ts";
import type { FlowDocument } from "./document.ts";
import type { SubFlow } from "@cordboard/contract";
import type { Registry } from "./registry.ts";

/** What check() knows of another flow. */
export interface FlowAround {
  id: string;
  name: string;
  /** The published version; null: there is none, and the rest is empty. */
  version: number | null;
  /** Another flow may run it. */
  callable: boolean;
  /** Names of the flows that it runs itself. */
  runs: string[];
  /** Results that its ends name; null: one of them is known at run time only. */
  results: string[] | null;
  /** Inputs without which it doesn't run. */
  required: string[];
}

export interface SubFlowNode {
  view: NodeView;
  subFlow: SubFlow;
}

/** Nodes that run another flow, with the flow they name. */
export function subFlowNodes(views: Iterable<NodeView>): SubFlowNode[] {
  return [...views].flatMap((view) => {
    const subFlow = view.manifest && view.problems.length === 0 ? (view.manifest.subFlow?.(view.config) ?? null) : null;
    return subFlow ? [{ view, subFlow }] : [];
  });
}

/** The names of the flows that a document runs, each once. */
export function subFlowsWith(document: FlowDocument, registry: Registry): { nodeId: string; flow: string; version: number | null }[] {
  const views = document.nodes.map((node) => describeNode(node, registry));
  return subFlowNodes(views).map(({ view, subFlow: { flow, version } }) => ({ nodeId: view.node.id, flow, version }));
}

/** What others need to know of a flow; `document`: of the version they would run. */
export function aroundWith(
  flow: { id: string; name: string; version: number | null },
  document: FlowDocument | null,
  registry: Registry,
): FlowAround {
  const views = (document?.nodes ?? []).map((node) => describeNode(node, registry));
  const entry = views.find((view) => view.manifest?.entry);
  const exit = entry?.exits.find((one) => one.trigger === "flow");
  const wired = exit !== undefined && document?.edges.some((edge) => edge.from === entry?.node.id && edge.exit === exit.id) === true;
  const ends = views.flatMap((view) => view.manifest?.ends?.(view.config) ?? []);
  return {
    ...flow,
    callable: wired,
    runs: subFlowNodes(views).map(({ subFlow }) => subFlow.flow),
    results: ends.some((result) => /\{[{%]/.test(result)) ? null : [...new Set(ends)],
    required: entry?.manifest?.requires?.(entry.config) ?? [],
  };
}

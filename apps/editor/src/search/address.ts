import type { SearchKind } from "../api/flows.ts";

/** The address of a place in a flow: its board opens there. */
export function placeIn(flowId: string, { nodeId, field }: { nodeId: string | null; field: string | null }): string {
  const query = new URLSearchParams({ ...(nodeId !== null && { node: nodeId }), ...(field !== null && { field }) });
  return `/flows/${flowId}${query.size > 0 ? `?${query}` : ""}`;
}

/** The address of where something is used, in all flows. */
export const usesOf = (kind: SearchKind, name: string): string => `/search?${new URLSearchParams({ kind, text: name })}`;
/** The address of a search over all flows. */
export const searchFor = (text: string): string => `/search?${new URLSearchParams({ text })}`;

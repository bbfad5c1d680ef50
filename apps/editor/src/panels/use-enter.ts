import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useLocation, useSearchParams } from "wouter";
import { flowsQuery } from "../api/flows.ts";
import { sayError } from "../app/say-error.ts";
import { useEditor, viewOf } from "../document/index.ts";
import { toast } from "../ui/index.ts";
import type { FlowNode } from "@cordboard/flow";

/** The name of the flow that a step runs; null when it runs none. */
export function flowRunBy(node: FlowNode): string | null {
  const { manifest, config, problems } = viewOf(node);
  return (problems.length === 0 && manifest?.subFlow?.(config)?.flow) || null;
}

/** Goes into the flow that a step runs. The way back stays in the address, a step for each flow on the way (`?via=flow:node`). */
export function useEnter(): (nodeId: string) => void {
  const { store, flowId } = useEditor();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  return useCallback(
    (nodeId) => {
      const node = store.getState().document.nodes.find(({ id }) => id === nodeId);
      const name = node && flowRunBy(node);
      if (!name) return void toast("This step runs no other flow.");
      queries.fetchQuery(flowsQuery()).then(
        ({ items }) => {
          const flow = items.find((candidate) => candidate.name === name);
          const via = new URLSearchParams([...params.getAll("via"), `${flowId}:${nodeId}`].map((step) => ["via", step]));
          if (flow) go(`/flows/${flow.id}?${via}`);
          else toast.error(`There is no flow “${name}”.`);
        },
        (error: unknown) => sayError(error, `“${name}” couldn’t be opened`),
      );
    },
    [store, flowId, queries, go, params],
  );
}

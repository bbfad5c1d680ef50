import type { JsonObject } from "@cordboard/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { lastContextQuery } from "../api/runs.ts";
import { useEditor } from "../document/index.ts";
import { useForm } from "./form-context.tsx";
import { samplesOf } from "./samples.ts";

export interface PreviewScope {
  scope: JsonObject;
  /** Where its values are from. */
  from: "run" | "samples";
}

/** What a text would be filled in with: the values of the flow's last run, and samples for what that has not come to. */
export function usePreviewScope(): PreviewScope {
  const { flowId } = useEditor();
  const { variables } = useForm();
  const { data } = useQuery(lastContextQuery(flowId));
  const choices = variables();
  return useMemo(() => {
    const samples = samplesOf(choices);
    if (!data) return { scope: samples, from: "samples" };
    const { variables: known, contact, flow } = data;
    return { scope: { ...samples, ...known, contact: { ...asGroup(samples["contact"]), ...contact }, flow }, from: "run" };
  }, [choices, data]);
}

const asGroup = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

import type { Flow } from "../../api/flows.ts";
import { hindrance, type Use } from "../../app/hindrance.ts";

export interface FlowChoice {
  value: string;
  label: string;
  hint?: string;
}

/** "No flow", then the flows that can answer, then those that can't yet, each with the reason. */
export function flowChoices(flows: readonly Flow[], use: Use): FlowChoice[] {
  const choices = flows.map((flow) => {
    const reason = hindrance(flow, use);
    return { value: flow.id, label: flow.name, ...(reason ? { hint: reason.short } : {}) };
  });
  const [ready, others] = [choices.filter((choice) => !choice.hint), choices.filter((choice) => choice.hint)];
  return [{ value: "", label: "No flow" }, ...ready, ...others];
}

import type { Flow } from "../../api/flows.ts";

/** What a number can be used for, and the start exit that its events come in by. */
export type Use = "voice" | "message";
const START_EXIT = { voice: "incoming_call", message: "incoming_message" } as const;

export interface FlowChoice {
  value: string;
  label: string;
  hint?: string;
}

/** "No flow", then the flows that can answer, then those that can't yet, each with the reason. */
export function flowChoices(flows: readonly Flow[], use: Use): FlowChoice[] {
  const choices = flows.map((flow) => {
    const hint = hindrance(flow, use);
    return { value: flow.id, label: flow.name, ...(hint ? { hint } : {}) };
  });
  const [ready, others] = [choices.filter((choice) => !choice.hint), choices.filter((choice) => choice.hint)];
  return [{ value: "", label: "No flow" }, ...ready, ...others];
}

/** Why a flow would not answer here; null when it would. */
export function hindrance(flow: Flow, use: Use): string | null {
  if (!flow.published) return "Not published yet: publish it first";
  const { nodes, edges } = flow.draft.document;
  const start = nodes.find((node) => node.type === "start");
  const wired = edges.some((edge) => edge.from === start?.id && edge.exit === START_EXIT[use]);
  if (wired || flow.changed) return null;
  return use === "voice" ? "Takes no calls: nothing is connected to Incoming call" : "Takes no texts: nothing is connected to Incoming message";
}

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
    const reason = hindrance(flow, use);
    return { value: flow.id, label: flow.name, ...(reason ? { hint: reason.short } : {}) };
  });
  const [ready, others] = [choices.filter((choice) => !choice.hint), choices.filter((choice) => choice.hint)];
  return [{ value: "", label: "No flow" }, ...ready, ...others];
}

/** Why a flow would not answer here, in two lengths; null when it would. */
export function hindrance(flow: Flow, use: Use): { short: string; long: string } | null {
  if (!flow.published) return { short: "not published", long: "This flow isn’t published yet, so nothing answers. Open it and publish it." };
  const { nodes, edges } = flow.draft.document;
  const start = nodes.find((node) => node.type === "start");
  const wired = edges.some((edge) => edge.from === start?.id && edge.exit === START_EXIT[use]);
  if (wired || flow.changed) return null;
  return use === "voice"
    ? { short: "takes no calls", long: "This flow takes no calls: nothing is connected to Incoming call at its start." }
    : { short: "takes no texts", long: "This flow takes no texts: nothing is connected to Incoming message at its start." };
}

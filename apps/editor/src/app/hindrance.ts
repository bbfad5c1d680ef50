import type { Flow } from "../api/flows.ts";
import { answers } from "./entry.ts";

/** What a number can be used for. */
export type Use = "voice" | "message";
export const TRIGGERS = { voice: "call", message: "message" } as const;

/** Why a flow would not answer here, in two lengths; null when it would. */
export function hindrance(flow: Flow, use: Use): { short: string; long: string } | null {
  if (!flow.published)
    return { short: "not published", long: "This flow isn’t published yet, so nothing answers. Open it and publish it." };
  if (flow.changed || answers(flow.draft.document, TRIGGERS[use])) return null;
  return use === "voice"
    ? { short: "takes no calls", long: "This flow takes no calls: nothing is connected to Incoming call at its start." }
    : { short: "takes no texts", long: "This flow takes no texts: nothing is connected to Incoming message at its start." };
}

import type { Leg } from "@cordboard/contract";

export type CallOutcome = "busy" | "rejected" | "no_answer" | "voicemail" | "failed";

/** Hang-up causes of plivo-platform 6.1, read as components.md "How outcomes are read" says. */
const BY_CODE = new Map<number, CallOutcome>([
  [3010, "busy"],
  [3100, "busy"],
  [3020, "rejected"],
  [3110, "rejected"],
  [3130, "rejected"],
  [3000, "no_answer"],
  [6010, "no_answer"],
  [9100, "voicemail"],
]);

/** Why a call that we placed ended before anybody talked on it. */
export function outcomeOf(leg: Pick<Leg, "hangup" | "status" | "machine">): CallOutcome {
  if (leg.machine) return "voicemail";
  const known = BY_CODE.get(leg.hangup?.code ?? -1);
  if (known) return known;
  if (leg.status === "no-answer" || leg.status === "timeout") return "no_answer";
  return leg.status === "busy" && (leg.hangup?.code ?? null) === null ? "busy" : "failed";
}

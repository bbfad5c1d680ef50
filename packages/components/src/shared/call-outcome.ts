import type { Leg } from "@cordboard/contract";

export type CallOutcome = "busy" | "rejected" | "no_answer" | "voicemail" | "failed";

/** Of a leg whose end the carrier has not explained; no cause has it. */
export const UNKNOWN_CODE = -1;

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

/** The same causes as a Dial's action names them: by the classic word, or by the name that the carrier's list gives the code. */
const BY_NAME = new Map<string, CallOutcome>([
  ["USER_BUSY", "busy"],
  ["Busy Line", "busy"],
  ["Busy everywhere", "busy"],
  ["CALL_REJECTED", "rejected"],
  ["Rejected", "rejected"],
  ["Declined", "rejected"],
  ["Spam block", "rejected"],
  ["NO_ANSWER", "no_answer"],
  ["NO_USER_RESPONSE", "no_answer"],
  ["No Answer", "no_answer"],
  ["Ring Timeout Reached", "no_answer"],
]);

export const outcomeOfCode = (code: number): CallOutcome | null => BY_CODE.get(code) ?? null;
export const outcomeOfName = (cause: string): CallOutcome | null => BY_NAME.get(cause) ?? null;

/** Why a call that we placed ended before anybody talked on it. */
export function outcomeOf(leg: Pick<Leg, "hangup" | "status" | "machine">): CallOutcome {
  if (leg.machine) return "voicemail";
  const known = outcomeOfCode(leg.hangup?.code ?? UNKNOWN_CODE);
  if (known) return known;
  if (leg.status === "no-answer" || leg.status === "timeout") return "no_answer";
  return leg.status === "busy" && (leg.hangup?.code ?? null) === null ? "busy" : "failed";
}

import type { EffectResult, StepEvent } from "@cordboard/contract";
import { z } from "zod";

const failure = z.object({ code: z.string(), message: z.string() });

/** One recipient's message on its way, as the wait remembers it. `id` is its effect's; empty when it was never tried. */
const letter = z.object({
  id: z.string(),
  to: z.string(),
  /**
   * open: nothing heard yet. doubt: asked for, and nobody can say whether it happened. accepted: the carrier has it.
   * delivered, undelivered: the carrier's last word. failed: it was not taken.
   */
  state: z.enum(["open", "doubt", "accepted", "delivered", "undelivered", "failed"]),
  /** The carrier's id; empty while unknown. */
  uuid: z.string(),
  parts: z.number(),
  error: failure.nullable(),
  /** The carrier's own code for why it was not delivered; else empty. */
  carrierCode: z.string(),
});

export type Letter = z.infer<typeof letter>;

export const memory = z.object({ letters: z.array(letter), delivering: z.boolean() });

export const isPending = ({ state }: Letter): boolean => state === "open" || state === "doubt";

export const newLetter = (id: string, to: string): Letter => ({ id, to, state: "open", uuid: "", parts: 0, error: null, carrierCode: "" });

/** What the answer to its request makes of a message; null when that changes nothing. */
export function afterResult(known: Letter, result: EffectResult): Letter | null {
  if (result.ok) {
    const { messageUuid, parts } = result.data;
    const receipt = { ...(typeof messageUuid === "string" && { uuid: messageUuid }), ...(typeof parts === "number" && { parts }) };
    // A report may overtake the answer.
    return { ...known, ...receipt, state: isPending(known) ? "accepted" : known.state };
  }
  if (!isPending(known)) return null;
  if (result.uncertain) return { ...known, state: "doubt" };
  const carrierCode = result.data?.["errorCode"];
  return { ...known, state: "failed", error: result.error, ...(typeof carrierCode === "string" && { carrierCode }) };
}

/** What a report of the carrier makes of a message; null when that changes nothing. */
export function afterReport(known: Letter, report: StepEvent & { type: "message_status" }): Letter | null {
  const heard = { ...known, uuid: report.messageUuid };
  switch (report.status) {
    case "delivered":
    case "read":
      return { ...heard, state: "delivered" };
    case "undelivered":
    case "failed":
    case "rejected":
      return { ...heard, state: "undelivered", ...(report.errorCode && { carrierCode: report.errorCode }) };
    case "queued":
    case "sent":
      return isPending(known) ? { ...heard, state: "accepted" } : null;
  }
}

import type { StepEvent } from "@cordboard/contract";
import { z } from "zod";

export type Exit = "completed" | "no_answer" | "busy" | "rejected" | "failed";

/** A phone that rings, by the CallUUID of its leg. */
const phone = z.object({
  to: z.string(),
  state: z.enum(["ringing", "answered", "connected", "refused", "over"]),
  /** ms since the epoch. */
  connectedAt: z.number(),
  /** Seconds, once the carrier has said so; else -1. */
  duration: z.number(),
});

export const memory = z.object({
  /** Who still comes, one Dial after another. */
  queue: z.array(z.string()),
  /** Who this Dial rings. */
  ringing: z.array(z.string()),
  phones: z.record(z.string(), phone),
  /** How the Dials before this one ended; null for the first. */
  last: z.object({ exit: z.enum(["no_answer", "busy", "rejected", "failed"]), status: z.string(), cause: z.string() }).nullable(),
});

export type Memory = z.infer<typeof memory>;
export type Phone = z.infer<typeof phone>;

/** The confirm key was not pressed (plivo-platform 6.1). */
const NOT_CONFIRMED = 9110;

/**
 * What a Dial's callback makes of the phones. With a confirm key, who answers has not accepted yet: only `connected` is a
 * conversation. Without one, `answer` is.
 */
export function afterLeg(known: Memory, event: StepEvent & { type: "dial_leg" }, confirms: boolean, now: number): Memory | null {
  if (event.action === "digits" || !event.bLegUuid) return null;
  const before: Phone = known.phones[event.bLegUuid] ?? { to: event.to, state: "ringing", connectedAt: 0, duration: -1 };
  const after = phoneAfter(before, event, confirms, now);
  return { ...known, phones: { ...known.phones, [event.bLegUuid]: after } };
}

function phoneAfter(before: Phone, event: StepEvent & { type: "dial_leg" }, confirms: boolean, now: number): Phone {
  if (event.action === "hangup") {
    const duration = event.durationSeconds ?? before.duration;
    if (event.hangup?.code === NOT_CONFIRMED) return { ...before, state: "refused", duration };
    return { ...before, state: before.state === "connected" ? "connected" : "over", duration };
  }
  if (event.action === "answer" && confirms) return before.state === "ringing" ? { ...before, state: "answered" } : before;
  return before.state === "connected" || before.state === "refused" ? before : { ...before, state: "connected", connectedAt: now };
}

/** The phone that was talked to, if any, with its leg. */
export function talkedTo({ phones }: Memory): ({ uuid: string } & Phone) | null {
  const [found] = Object.entries(phones).filter(([, { state }]) => state === "connected");
  return found ? { uuid: found[0], ...found[1] } : null;
}

export const wasRefused = ({ phones }: Memory): boolean => Object.values(phones).some(({ state }) => state === "refused");

/** How a Dial ended, read as components.md "How outcomes are read" says; null for `cancel`: the caller is gone. */
export function exitOf(known: Memory, event: StepEvent & { type: "dial_ended" }): Exit | null {
  if (talkedTo(known)) return "completed";
  // The carrier may call a leg completed that answered but never pressed the key.
  if (wasRefused(known) || event.hangupCause === "CALL_REJECTED") return "rejected";
  switch (event.status) {
    case "completed":
      return "completed";
    case "busy":
      return "busy";
    case "no-answer":
    case "timeout":
      return "no_answer";
    case "failed":
      return "failed";
    case "cancel":
      return null;
  }
}

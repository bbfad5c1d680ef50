import type { StepEvent } from "@cordboard/contract";
import { z } from "zod";
import { callLimitMemory } from "../shared/call-limit.ts";
import { type CallOutcome, outcomeOfCode, outcomeOfName, UNKNOWN_CODE } from "../shared/call-outcome.ts";

export type Exit = "completed" | "no_answer" | "busy" | "rejected" | "failed";

/** A phone that rings, by the CallUUID of its leg. */
const phone = z.object({
  to: z.string(),
  /** answered: by somebody who still has to press the key, if there is one. refused: the key was not pressed. */
  state: z.enum(["ringing", "answered", "connected", "refused", "over"]),
  /** Since when they talk, ms since the epoch; 0 before. */
  since: z.number(),
  /** Seconds, once the carrier has said so; else -1. */
  duration: z.number(),
  /** Why it ended (plivo-platform 6.1), once the carrier has said so. */
  code: z.number().default(UNKNOWN_CODE),
});

const result = z.object({
  exit: z.enum(["no_answer", "busy", "rejected", "failed"]),
  outputs: z.record(z.string(), z.json()),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** How a Dial ended on which nobody was talked to. */
export type Result = z.infer<typeof result>;

export const memory = z.object({
  /** Who still comes, one Dial after another. */
  queue: z.array(z.string()),
  /** Who this Dial rings, and what they see. */
  ringing: z.array(z.string()),
  from: z.string(),
  /** ms since the epoch. */
  startedAt: z.number(),
  phones: z.record(z.string(), phone),
  /** Keys that were noticed last. */
  digits: z.string(),
  /** The Dial was given up because the caller is gone; only their hang-up is still to come. */
  cancelled: z.boolean(),
  /** The last Dial that rang, else the last that failed; null for the first. */
  last: result.nullable(),
  /** How long this Dial lets them talk; a wait of an earlier release doesn't say. */
  limit: callLimitMemory.nullable().default(null),
});

export type Memory = z.infer<typeof memory>;
export type Phone = z.infer<typeof phone>;

/** Hang-up causes of plivo-platform 6.1: the confirm key was not pressed; somebody else was faster. */
const [NOT_CONFIRMED, LOST_RACE] = [9110, 9000];

/** What a Dial's callback makes of the round; null when it says nothing. */
export function afterLeg(known: Memory, event: StepEvent & { type: "dial_leg" }, confirms: boolean, now: number): Memory | null {
  if (event.action === "digits") return { ...known, digits: event.digits };
  if (!event.bLegUuid) return null;
  const before: Phone = known.phones[event.bLegUuid] ?? { to: event.to, state: "ringing", since: 0, duration: -1, code: UNKNOWN_CODE };
  const after = phoneAfter(before, event, confirms, now);
  return { ...known, phones: { ...known.phones, [event.bLegUuid]: after } };
}

function phoneAfter(before: Phone, event: StepEvent & { type: "dial_leg" }, confirms: boolean, now: number): Phone {
  switch (event.action) {
    case "answer":
      return before.state === "ringing" ? { ...before, state: "answered", since: confirms ? 0 : now } : before;
    case "connected":
      return before.state === "refused" ? before : { ...before, state: "connected", since: before.since || now };
    default: {
      const code = event.hangup?.code ?? UNKNOWN_CODE;
      return { ...before, state: stateAtEnd(before, code, confirms), duration: event.durationSeconds ?? -1, code };
    }
  }
}

/** A conversation that is over still was one. */
function stateAtEnd({ state }: Phone, code: number, confirms: boolean): Phone["state"] {
  if (code === NOT_CONFIRMED) return "refused";
  if (state === "connected" || state === "refused") return state;
  if (state !== "answered" || code === LOST_RACE) return "over";
  return confirms ? "refused" : "answered";
}

/** The phone that was talked to, if any, with its leg. `uuid`: the one the carrier names. */
export function talkedTo({ phones }: Memory, confirms: boolean, uuid = ""): ({ uuid: string } & Phone) | null {
  const all = Object.entries(phones).map(([id, one]) => ({ uuid: id, ...one }));
  const answered = confirms ? [] : all.filter(({ state }) => state === "answered");
  return all.find(({ state }) => state === "connected") ?? answered.find((one) => one.uuid === uuid) ?? answered[0] ?? null;
}

/** How a Dial ended, read as components.md "How outcomes are read" says; null for `cancel`: the caller is gone. */
export function exitOf(known: Memory, event: StepEvent & { type: "dial_ended" }, confirms: boolean): Exit | null {
  if (talkedTo(known, confirms)) return "completed";
  if (event.status === "cancel") return null;
  // The carrier may call a leg completed that answered but never pressed the key.
  const refused = Object.values(known.phones).some(({ state }) => state === "refused");
  if (refused) return "rejected";
  const reason = reasonOf(known, event.hangupCause);
  if (reason === "busy" || reason === "rejected" || reason === "no_answer") return reason;
  switch (event.status) {
    case "no-answer":
    case "timeout":
      return "no_answer";
    default:
      return event.status;
  }
}

/**
 * Why nobody was reached; null where only the Dial's status tells. The status alone doesn't: of a declined call it is `failed`
 * or `busy` (plivo-platform 2.6). A leg's code says more than the classic word: CALL_REJECTED is also what a carrier answers
 * that does not take our number (3030).
 */
function reasonOf({ ringing, phones }: Memory, cause: string): CallOutcome | null {
  const [leg, ...others] = Object.values(phones);
  const alone = ringing.length === 1 && others.length === 0;
  // 0 is the carrier's own word for one that it doesn't know.
  if (!alone || leg === undefined || leg.code <= 0) return outcomeOfName(cause);
  return outcomeOfCode(leg.code) ?? "failed";
}

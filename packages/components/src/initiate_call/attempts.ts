import type { EffectResult, Leg } from "@cordboard/contract";
import { z } from "zod";

/** One call that was asked for, as the wait remembers it. `id` is its effect's. */
const attempt = z.object({
  id: z.string(),
  to: z.string(),
  /** asked: nothing heard yet. doubt: nobody can say whether it was placed. placed: the carrier has it. over: nobody to talk to. */
  state: z.enum(["asked", "doubt", "placed", "over"]),
});

export type Attempt = z.infer<typeof attempt>;

const result = z.object({
  exit: z.enum(["no_answer", "busy", "rejected", "voicemail", "failed"]),
  outputs: z.record(z.string(), z.json()),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** How a call ended on which nobody was talked to. */
export type Result = z.infer<typeof result>;

export const memory = z.object({
  attempts: z.array(attempt),
  /** Numbers still to try, one after another. */
  queue: z.array(z.string()),
  /** The last call that rang, else the last that failed. */
  last: result.nullable(),
  /** Where a recording is reported: this wait's URL, which stays good after the step has left. */
  callback: z.string(),
});

export type Memory = z.infer<typeof memory>;

export const isOpen = ({ state }: Attempt): boolean => state !== "over";

/** What the answer to its request makes of an attempt. The call itself may have overtaken it. */
export function afterResult(known: Attempt, answer: EffectResult): Attempt {
  if (known.state === "placed") return known;
  return { ...known, state: answer.ok ? "placed" : answer.uncertain ? "doubt" : "over" };
}

/** A call that only failed says less than one that rang. */
export const worthier = (before: Result | null, now: Result): Result =>
  before && before.exit !== "failed" && now.exit === "failed" ? before : now;

export const withAttempt = (known: Memory, next: Attempt): Memory => ({
  ...known,
  attempts: known.attempts.map((attempt) => (attempt.id === next.id ? next : attempt)),
});

/** Someone else may still answer: another phone rings, or a number is still to be tried. */
export const othersLeft = (known: Memory, than: Attempt): boolean =>
  known.queue.length > 0 || known.attempts.some((other) => other.id !== than.id && isOpen(other));

/** True for a leg on which a machine was talked to or can be. */
export const isLiveMachine = (leg: Leg): boolean => leg.answeredAt !== null && leg.endedAt === null;

import type { EffectResult, Leg } from "@cordboard/contract";
import { z } from "zod";
import { outcomeOf } from "../shared/call-outcome.ts";

/** One call that was asked for, as the wait remembers it. `id` is its effect's. */
const attempt = z.object({
  id: z.string(),
  to: z.string(),
  /** asked: nothing heard yet. doubt: nobody can say whether it was placed. placed: the carrier has it. over: nobody to talk to. */
  state: z.enum(["asked", "doubt", "placed", "over"]),
});

export type Attempt = z.infer<typeof attempt>;

const exit = z.enum(["no_answer", "busy", "rejected", "voicemail", "failed"]);
export type Unanswered = z.infer<typeof exit>;

const result = z.object({ exit, outputs: z.record(z.string(), z.json()), error: z.object({ code: z.string(), message: z.string() }).nullable() });

/** How a call ended that nobody answered. */
export type Result = z.infer<typeof result>;

export const memory = z.object({
  attempts: z.array(attempt),
  /** Numbers still to try, one after another. */
  queue: z.array(z.string()),
  /** The last call that rang out, else the last that failed. */
  last: result.nullable(),
  /** Where a recording is reported; good as long as this step's wait was. */
  callback: z.string(),
});

export type Memory = z.infer<typeof memory>;

export const isOpen = ({ state }: Attempt): boolean => state !== "over";

/** What the answer to its request makes of an attempt. A call that is under way has overtaken it. */
export function afterResult(known: Attempt, answer: EffectResult): Attempt {
  if (known.state === "placed") return known;
  return { ...known, state: answer.ok ? "placed" : answer.uncertain ? "doubt" : "over" };
}

/** A call that only failed says less than one that rang. */
export const worthier = (before: Result | null, now: Result): Result => (before && before.exit !== "failed" && now.exit === "failed" ? before : now);

export const unanswered = (leg: Leg): Unanswered => outcomeOf(leg);

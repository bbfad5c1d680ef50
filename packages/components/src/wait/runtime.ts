import { type ExitOf, type Outcome, type Runtime, STEP_CODES, type StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { carrierDeadline } from "../shared/deadline.ts";
import { openingAt } from "../shared/opening.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { momentOf } from "../shared/time.ts";
import { LONGEST_SECONDS, type wait as manifest, type WaitConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

/** During a call the carrier waits, in pieces: a run that was stopped meanwhile is noticed in between. */
const PIECE_SECONDS = 60;

/**
 * `until`: ms since the epoch. `left`: seconds still to be waited by the carrier, which begins to count only when everything
 * before it has been heard; `piece` of them are being waited now.
 */
const memory = z.union([z.object({ until: z.number() }), z.object({ left: z.number(), piece: z.number().default(PIECE_SECONDS) })]);
type Memory = z.infer<typeof memory>;

export const wait: Runtime<WaitConfig, Exit> = {
  enter(config, ctx) {
    const seconds = config.seconds ?? 0;
    if (!config.until && !config.businessHours) {
      if (!ctx.leg) return waitOn(config, { until: ctx.now + seconds * 1000 }, ctx);
      // What a prompt takes is not known, so the clock has to say when the time is over: from the first piece on.
      return waitOn(config, { left: seconds, piece: config.holdPrompt.length > 0 ? 1 : PIECE_SECONDS }, ctx);
    }
    const until = config.businessHours
      ? openingAt(config.businessHours, ctx.now).nextOpen
      : momentOf(config.until ?? "", config.zone || "UTC");
    if (until !== null && until <= ctx.now + LONGEST_SECONDS * 1000) return waitOn(config, { until }, ctx);
    const code = config.businessHours ? "never_open" : "invalid_time";
    return { do: "exit", exit: "failed", error: { code, message: STEP_CODES[code] } };
  },
  resume(config, event, ctx, stored) {
    const target = memory.parse(stored);
    if (event.type === "hangup") return { do: "exit", exit: "hung_up" };
    if (event.type === "silence") return waitOn(config, next(config, target, ctx), ctx);
    // During a call the deadline only passes when the carrier has lost it.
    return event.type === "timer" && !ctx.leg ? waitOn(config, target, ctx) : { do: "ignore" };
  },
};

/** What is left when a piece has been waited. */
function next({ holdPrompt }: WaitConfig, target: Memory, { now }: StepContext): Memory {
  if (!("left" in target)) return target;
  const left = target.left - target.piece;
  return holdPrompt.length > 0 ? { until: now + left * 1000 } : { left, piece: PIECE_SECONDS };
}

function waitOn(config: WaitConfig, target: Memory, ctx: StepContext): Outcome<Exit> {
  const seconds = "left" in target ? target.left : Math.ceil((target.until - ctx.now) / 1000);
  if (seconds <= 0) return { do: "exit", exit: "done" };
  const remember = { what: "time", memory: target };
  if (!ctx.leg) return { do: "await", wait: { for: "world", deadlineSeconds: seconds, ...remember } };
  const music = "left" in target ? [] : promptVerbs(config.holdPrompt, ctx);
  const piece = "left" in target ? target.piece : PIECE_SECONDS;
  // A file that can't be played ends at once; without a pause behind it the carrier would ask again and again.
  const verbs: Verb[] = [...music, { element: "Wait", attributes: { length: music.length > 0 ? 1 : Math.min(seconds, piece) } }];
  return { do: "await", verbs, wait: { for: "carrier", deadlineSeconds: carrierDeadline(verbs, 0), ...remember } };
}

import { type ExitOf, type Outcome, type Runtime, STEP_CODES, type StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { carrierDeadline } from "../shared/deadline.ts";
import { momentOf } from "../shared/time.ts";
import { LONGEST_SECONDS, type wait as manifest, type WaitConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

/** During a call the carrier waits, in pieces: a run that was stopped meanwhile is noticed in between. */
const PIECE_SECONDS = 60;

/**
 * `until`: ms since the epoch. `left`: seconds still to be waited by the carrier, which begins to count only when everything
 * before it has been heard.
 */
const memory = z.union([z.object({ until: z.number() }), z.object({ left: z.number() })]);
type Memory = z.infer<typeof memory>;

export const wait: Runtime<WaitConfig, Exit> = {
  enter(config, ctx) {
    const seconds = config.seconds ?? 0;
    if (!config.until) return waitOn(ctx.leg ? { left: seconds } : { until: ctx.now + seconds * 1000 }, ctx);
    const until = momentOf(config.until, config.zone || "UTC");
    if (until !== null && until <= ctx.now + LONGEST_SECONDS * 1000) return waitOn({ until }, ctx);
    return { do: "exit", exit: "failed", error: { code: "invalid_time", message: STEP_CODES.invalid_time } };
  },
  resume(_config, event, ctx, stored) {
    const target = memory.parse(stored);
    if (event.type === "hangup") return { do: "exit", exit: "hung_up" };
    if (event.type === "silence") return waitOn("left" in target ? { left: target.left - PIECE_SECONDS } : target, ctx);
    // During a call the deadline only passes when the carrier has lost it.
    return event.type === "timer" && !ctx.leg ? waitOn(target, ctx) : { do: "ignore" };
  },
};

function waitOn(target: Memory, ctx: StepContext): Outcome<Exit> {
  const seconds = "left" in target ? target.left : Math.ceil((target.until - ctx.now) / 1000);
  if (seconds <= 0) return { do: "exit", exit: "done" };
  const remember = { what: "time", memory: target };
  if (!ctx.leg) return { do: "await", wait: { for: "world", deadlineSeconds: seconds, ...remember } };
  const verbs: Verb[] = [{ element: "Wait", attributes: { length: Math.min(seconds, PIECE_SECONDS) } }];
  return { do: "await", verbs, wait: { for: "carrier", deadlineSeconds: carrierDeadline(verbs, 0), ...remember } };
}

import { type ExitOf, type Outcome, type Runtime, STEP_CODES, type StepContext } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { z } from "zod";
import { carrierDeadline } from "../shared/deadline.ts";
import { momentOf } from "../shared/time.ts";
import { LONGEST_SECONDS, type wait as manifest, type WaitConfig } from "./manifest.ts";

type Exit = ExitOf<typeof manifest>;

/** During a call the carrier waits, in pieces: what happens meanwhile (a stop, a new version of the answer) is heard in between. */
const PIECE_SECONDS = 60;
const memory = z.object({ until: z.number() });

export const wait: Runtime<WaitConfig, Exit> = {
  enter(config, ctx) {
    const until = config.until ? momentOf(config.until, config.zone || "UTC") : ctx.now + (config.seconds ?? 0) * 1000;
    if (until === null || until > ctx.now + LONGEST_SECONDS * 1000) {
      return { do: "exit", exit: "failed", error: { code: "invalid_time", message: STEP_CODES.invalid_time } };
    }
    return waitOn(until, ctx);
  },
  resume(_config, event, ctx, stored) {
    const { until } = memory.parse(stored);
    if (event.type === "hangup") return { do: "exit", exit: "hung_up" };
    return event.type === "silence" || event.type === "timer" ? waitOn(until, ctx) : { do: "ignore" };
  },
};

function waitOn(until: number, ctx: StepContext): Outcome<Exit> {
  const seconds = Math.ceil((until - ctx.now) / 1000);
  if (seconds <= 0) return { do: "exit", exit: "done" };
  const remember = { what: "time", memory: { until } };
  if (!ctx.leg) return { do: "await", wait: { for: "world", deadlineSeconds: seconds, ...remember } };
  const verbs: Verb[] = [{ element: "Wait", attributes: { length: Math.min(seconds, PIECE_SECONDS) } }];
  return { do: "await", verbs, wait: { for: "carrier", deadlineSeconds: carrierDeadline(verbs, 0), ...remember } };
}

import { type Effect, type ExitOf, type JsonObject, type Leg, type Outcome, type Runtime, STEP_CODES, type StepCode, type StepContext, TIMING } from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { outcomeOf } from "../shared/call-outcome.ts";
import { countryOf } from "../shared/numbers.ts";
import { callable, partiesOf } from "../shared/parties.ts";
import { isTruthy } from "../shared/values.ts";
import { afterResult, type Attempt, isOpen, type Memory, memory, type Result, worthier } from "./attempts.ts";
import type { initiateCall as manifest, InitiateCallConfig } from "./manifest.ts";

/*
 * enter ──place_call each (parallel) or the first (sequential)──► calling ──answered──► answered; what else rings is cancelled
 *                                                                  │  ▲
 *                                              ended, refused, machine └── others still ring, or the next number is called
 *                                                                  │
 *                                                                  └──nobody left──► no_answer / busy / rejected / voicemail / failed
 *
 * A request in doubt may still ring: its webhooks settle it, else the deadline does, as `uncertain`. Nobody is called twice.
 * The hang-up of a call that was there before changes nothing: the step goes on without it.
 */
type Exit = ExitOf<typeof manifest>;

/** Carrier queues, detection of a machine and webhooks that are tried again, on top of the ring time. */
const SPARE_SECONDS = 90;

export const initiateCall: Runtime<InitiateCallConfig, Exit> = {
  enter(config, ctx) {
    const { parties, refused } = partiesOf(config.to);
    const from = callable(config.from);
    if (parties.length === 0) return failed(refused.length > 0 ? "invalid_number" : "no_recipient");
    if (!from) return failed("invalid_number");
    const now = config.mode === "parallel" ? parties : parties.slice(0, 1);
    const effects = now.map((to) => place(config, from, to, ctx));
    const attempts = effects.map(({ id, to }): Attempt => ({ id, to, state: "asked" }));
    const started: Memory = { attempts, queue: parties.slice(now.length), last: null, callback: ctx.urls.callback };
    return { do: "await", effects, wait: { for: "world", what: "call", deadlineSeconds: deadline(started, config, ctx), memory: started } };
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    if (event.type === "timer") return outOfTime(config, known, ctx);
    if (event.type !== "effect" && event.type !== "call_progress") return { do: "ignore" };
    const attempt = known.attempts.find(({ id }) => id === event.effectId);
    if (!attempt || !isOpen(attempt)) return { do: "ignore" };
    if (event.type === "effect") {
      const next = afterResult(attempt, event.result);
      if (next.state === "over" && !event.result.ok) return over(config, known, attempt, { exit: "failed", outputs: outputs(attempt.to, config.from), error: event.result.error }, ctx);
      return stay(config, replaced(known, next), ctx);
    }
    const { leg, progress } = event;
    const sync = ctx.wired.has("voicemail");
    switch (progress) {
      case "ringing":
        return stay(config, replaced(known, { ...attempt, state: "placed" }), ctx);
      case "answered":
        return talkTo("answered", config, known, attempt, leg, ctx);
      case "machine": {
        // Unless somebody waits for the verdict, the call is answered first and the news of a machine comes behind.
        if (!sync) return { do: "ignore" };
        const others = known.queue.length > 0 || known.attempts.some((other) => other.id !== attempt.id && isOpen(other));
        if (config.machineDetection === "continue" && !others && leg.answeredAt) return talkTo("voicemail", config, known, attempt, leg, ctx);
        return over(config, known, attempt, { exit: "voicemail", outputs: outputs(attempt.to, config.from, { ...leg, machine: true }), error: null }, ctx);
      }
      case "ended": {
        const exit = outcomeOf(leg);
        const error = exit === "failed" ? { code: "carrier_refused", message: leg.hangup?.cause || STEP_CODES.carrier_refused } : null;
        return over(config, known, attempt, { exit, outputs: outputs(attempt.to, config.from, leg), error }, ctx);
      }
    }
  },
};

import {
  type Effect,
  type ExitOf,
  type JsonObject,
  type Leg,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  type StepContext,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { callLimit, isAffordable } from "../shared/call-limit.ts";
import { outcomeOf } from "../shared/call-outcome.ts";
import { usableDigits, usableSipHeaders } from "../shared/dialling.ts";
import { callable, partiesOf } from "../shared/parties.ts";
import { postEvents } from "../shared/post-events.ts";
import { fileAttributes, recordingData } from "../shared/recording.ts";
import { isTruthy } from "../shared/values.ts";
import {
  afterResult,
  type Attempt,
  isLiveMachine,
  isOpen,
  type Memory,
  memory,
  othersLeft,
  type Result,
  withAttempt,
  worthier,
} from "./attempts.ts";
import type { initiateCall as manifest, InitiateCallConfig } from "./manifest.ts";
import { callOutputs, endOutputs } from "./outputs.ts";

/*
 * enter ──place_call each (parallel) or the first (sequential)──► calling ──answered──► answered; what else rings is cancelled
 *                                                                  │  ▲
 *                                               ended, refused, machine: others ring on, or the next number is called
 *                                                                  │
 *                                                                  └──nobody left──► no_answer / busy / rejected / voicemail / failed
 *
 * A request in doubt may still ring: its webhooks settle it, else the deadline does, as `uncertain`. Nobody is called twice.
 * The hang-up of a call that was there before changes nothing: the step goes on without it.
 */
type Exit = ExitOf<typeof manifest>;
type Place = Extract<Effect, { kind: "place_call" }>;

/** The carrier's queue, the detection of a machine and webhooks that are tried again, on top of the ring time. */
const SPARE_SECONDS = 90;

export const initiateCall: Runtime<InitiateCallConfig, Exit> = {
  afterwards,
  enter(config, ctx) {
    const { parties, refused } = partiesOf(config.to);
    if (parties.length === 0) return failed(refused.length > 0 ? "invalid_number" : "no_recipient");
    if (!callable(config.from)) return failed("invalid_number");
    const affordable = parties.filter((party) => isAffordable(config, party, ctx));
    if (affordable.length === 0) return failed("price_limit_reached");
    const effects = (config.mode === "parallel" ? affordable : affordable.slice(0, 1)).map((to) => place(config, to, ctx));
    const attempts = effects.map(({ id, to }): Attempt => ({ id, to, state: "asked" }));
    const known: Memory = { attempts, queue: affordable.slice(effects.length), last: null, callback: ctx.urls.callback };
    return { do: "await", effects, wait: { for: "world", what: "call", deadlineSeconds: deadline(known, config, ctx), memory: known } };
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    if (event.type === "timer") return outOfTime(config, known, ctx);
    if (event.type !== "effect" && event.type !== "call_progress") return { do: "ignore" };
    const attempt = known.attempts.find(({ id }) => id === event.effectId);
    if (!attempt || !isOpen(attempt)) return { do: "ignore" };
    const ended = (exit: Result["exit"], leg: Leg | null, error: Result["error"] = null): Outcome<Exit> =>
      without(config, known, attempt, { exit, outputs: outputsOf(attempt.to, config, ctx, leg), error }, ctx);

    if (event.type === "effect") {
      const next = afterResult(attempt, event.result);
      if (isOpen(next)) return stay(config, withAttempt(known, next), ctx);
      return ended("failed", null, event.result.ok ? null : event.result.error);
    }
    const { leg } = event;
    switch (event.progress) {
      case "ringing":
        return stay(config, withAttempt(known, { ...attempt, state: "placed" }), ctx);
      case "answered":
        return talk("answered", config, known, attempt, leg, ctx);
      case "machine":
        // Unless the Voicemail exit waits for the verdict, the call is answered first and this news comes behind.
        if (!ctx.wired.has("voicemail")) return { do: "ignore" };
        if (config.machineDetection === "continue" && isLiveMachine(leg) && !othersLeft(known, attempt))
          return talk("voicemail", config, known, attempt, { ...leg, machine: true }, ctx);
        return ended("voicemail", { ...leg, machine: true });
      case "ended": {
        const exit = outcomeOf(leg);
        const cause = leg.hangup?.cause ? `The call failed: ${leg.hangup.cause}.` : STEP_CODES.dial_failed;
        return ended(exit, leg, exit === "failed" ? { code: "dial_failed", message: cause } : null);
      }
    }
  },
};

/** What is learnt of a call once the path has gone on: how it ended, and its recording. */
function afterwards(config: InitiateCallConfig, event: StepEvent, ctx: StepContext) {
  if (event.type === "recording") return { effects: postEvents(config.events, "record", recordingData(event, ctx), ctx) };
  if (event.type !== "call_progress" || event.progress !== "ended") return {};
  const outputs = endOutputs(event.leg, callLimit(config, [event.leg.to], ctx));
  const { callUuid: uuid, from, to } = event.leg;
  return { outputs, effects: postEvents(config.events, "ended", { uuid, from, to, ...outputs }, ctx) };
}

function place(config: InitiateCallConfig, to: string, ctx: StepContext): Place {
  const { ringSeconds, machineDetection } = config;
  return {
    id: ctx.newId(),
    kind: "place_call",
    from: callable(config.from) ?? config.from,
    to,
    ringSeconds,
    timeLimitSeconds: callLimit(config, [to], ctx).seconds,
    machineDetection,
    machineSync: ctx.wired.has("voicemail"),
    sendDigits: usableDigits(config.sendDigits),
    record: isTruthy(config.record),
    ...(config.machineTuning && machineDetection !== "off" && { machine: config.machineTuning }),
    ...(config.callerName.trim() && { callerName: config.callerName.trim().slice(0, 50) }),
    ...(Object.keys(config.sipHeaders).length > 0 && { sipHeaders: usableSipHeaders(config.sipHeaders) }),
  };
}

/** Somebody (or a machine) is on the line: the path goes on with this leg, and what else rings is cancelled. */
function talk(
  exit: "answered" | "voicemail",
  config: InitiateCallConfig,
  known: Memory,
  attempt: Attempt,
  leg: Leg,
  ctx: StepContext,
): Outcome<Exit> {
  const losers = known.attempts.filter((other) => other.id !== attempt.id && isOpen(other));
  const record: Verb = {
    element: "Record",
    attributes: {
      recordSession: true,
      redirect: false,
      maxLength: Math.max(2, callLimit(config, [attempt.to], ctx).seconds),
      callbackUrl: known.callback,
      ...fileAttributes(config.recordFormat, config.recordChannels),
    },
  };
  const outputs = outputsOf(attempt.to, config, ctx, leg);
  return {
    do: "exit",
    exit,
    leg: leg.callUuid,
    outputs,
    effects: [
      ...losers.map(({ id }): Effect => ({ id: ctx.newId(), kind: "cancel_call", effectId: id })),
      ...postEvents(config.events, "answered", outputs, ctx),
    ],
    verbs: isTruthy(config.record) ? [record] : [],
  };
}

/** One call is over without anybody to talk to: wait for the others, call the next, or leave. */
function without(config: InitiateCallConfig, before: Memory, attempt: Attempt, result: Result, ctx: StepContext): Outcome<Exit> {
  const known: Memory = { ...withAttempt(before, { ...attempt, state: "over" }), last: worthier(before.last, result) };
  if (known.attempts.some(isOpen)) return stay(config, known, ctx);
  const [next, ...queue] = known.queue;
  if (next === undefined) return leave(worthier(before.last, result));
  const effect = place(config, next, ctx);
  const trying: Memory = { ...known, queue, attempts: [...known.attempts, { id: effect.id, to: next, state: "asked" }] };
  return { ...stay(config, trying, ctx), effects: [effect] };
}

/** Nothing more was heard of what is open: it is cancelled, in case it still rings. */
function outOfTime(config: InitiateCallConfig, known: Memory, ctx: StepContext): Outcome<Exit> {
  const open = known.attempts.filter(isOpen);
  const rang = open.find(({ state }) => state === "placed");
  const silent = rang ?? open[0];
  if (!silent) return failed("uncertain");
  const exit = rang ? "no_answer" : "failed";
  const error = rang ? null : { code: "uncertain", message: STEP_CODES.uncertain };
  const result: Result = { exit, outputs: outputsOf(silent.to, config, ctx), error };
  const cancelled = open.map(({ id }): Effect => ({ id: ctx.newId(), kind: "cancel_call", effectId: id }));
  const rest: Memory = { ...known, attempts: known.attempts.map((one) => ({ ...one, state: "over" })) };
  const outcome = without(config, rest, silent, result, ctx);
  return { ...outcome, effects: [...cancelled, ...(outcome.effects ?? [])] };
}

function leave({ exit, outputs, error }: Result): Outcome<Exit> {
  return { do: "exit", exit, outputs, ...(error && exit === "failed" && { error }) };
}

const outputsOf = (to: string, config: InitiateCallConfig, ctx: StepContext, leg: Leg | null = null): JsonObject =>
  callOutputs(to, config.from, callLimit(config, [to], ctx), leg);

function failed(code: StepCode): Outcome<Exit> {
  return leave({ exit: "failed", outputs: callOutputs("", "", null), error: { code, message: STEP_CODES[code] } });
}

const stay = (config: InitiateCallConfig, known: Memory, ctx: StepContext): Extract<Outcome<Exit>, { do: "stay" }> => ({
  do: "stay",
  memory: known,
  deadlineSeconds: deadline(known, config, ctx),
});

/** Until the last webhook that can be expected; without any news of a request, as long as doubt may last. */
function deadline({ attempts }: Memory, config: InitiateCallConfig, ctx: StepContext): number {
  const open = attempts.filter(isOpen);
  const doubt = ctx.leg ? TIMING.uncertainWithLegSeconds : TIMING.uncertainWithoutLegSeconds;
  const ring = config.ringSeconds + SPARE_SECONDS;
  if (open.some(({ state }) => state === "asked")) return doubt + ring;
  return open.some(({ state }) => state === "placed") ? ring : doubt;
}

import {
  type Effect,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  type StepContext,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import { isAffordable, wasCutOff } from "../shared/call-limit.ts";
import { partiesOf } from "../shared/parties.ts";
import { postEvents } from "../shared/post-events.ts";
import { recordingData } from "../shared/recording.ts";
import { dial, shownNumber } from "./dial.ts";
import type { callForward as manifest, CallForwardConfig } from "./manifest.ts";
import { type Ended, forwardOutputs } from "./outputs.ts";
import { afterLeg, exitOf, type Memory, memory, type Result, talkedTo } from "./round.ts";

/*
 * enter ──Dial to all (parallel) or to the first (sequential)──► ringing ──callbacks──► answered, connected, over: kept in memory
 *                                                                  │
 *      action: nobody talked, somebody is left ◄──────────────────┤   one Dial per document, each a wait of its own
 *      └──► Dial to the next                                       │
 *                                                                  ├──action, nobody left──► completed / no_answer / busy / rejected / failed
 *                                                                  └──caller hung up──► completed once connected, else the hang-up rule
 */
type Exit = ExitOf<typeof manifest>;

export const callForward: Runtime<CallForwardConfig, Exit> = {
  enter(config, ctx) {
    const { parties, refused } = partiesOf(config.to);
    if (parties.length === 0)
      return leave(failure(refused.length > 0 ? "invalid_number" : "no_recipient", forwardOutputs(NOBODY)), config, ctx);
    const affordable = parties.filter((party) => isAffordable(config, party, ctx));
    if (affordable.length === 0) return leave(failure("price_limit_reached", forwardOutputs(NOBODY)), config, ctx);
    const first = config.mode === "parallel" ? affordable : affordable.slice(0, 1);
    return ring(config, first, affordable.slice(first.length), null, ctx);
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    const confirms = config.confirm !== null;
    switch (event.type) {
      case "dial_leg": {
        const next = afterLeg(known, event, confirms, ctx.now);
        const effects = postEvents(config.events, LEG_EVENTS[event.action], legData(event), ctx);
        return next ? { do: "stay", memory: next, effects } : { do: "ignore" };
      }
      case "dial_ended": {
        const exit = exitOf(known, event, confirms);
        // The caller's hang-up follows; should it get lost, nobody waits here for hours.
        if (exit === null) return { do: "stay", memory: { ...known, cancelled: true }, deadlineSeconds: TIMING.legReaperSeconds };
        if (exit === "completed") return completed(config, known, ctx, event.hangupCause, event.bLegUuid);
        const cause = event.hangupCause;
        const outputs = unanswered(known, ctx, { status: event.status, cause, rang: event.ringing });
        const message = cause ? `The call could not be connected: ${cause}.` : STEP_CODES.dial_failed;
        return next(config, known, { exit, outputs, error: exit === "failed" ? { code: "dial_failed", message } : null }, ctx);
      }
      case "hangup": {
        const cause = event.leg.hangup?.cause ?? "";
        if (talkedTo(known, confirms)) return completed(config, known, ctx, cause);
        return { do: "ignore", outputs: unanswered(known, ctx, { status: "cancel", cause }) };
      }
      case "silence":
      case "timer": {
        if (talkedTo(known, confirms)) return completed(config, known, ctx, "");
        if (known.cancelled) return { do: "ignore" };
        // A Dial of which nothing at all was heard was taken out: its numbers may not be called.
        const untold = event.type === "silence" && Object.keys(known.phones).length === 0;
        const result = failure(untold ? "destination_not_allowed" : "dial_failed", unanswered(known, ctx, { status: "failed" }));
        return event.type === "timer" ? leave(result, config, ctx) : next(config, known, result, ctx);
      }
      case "recording":
        return { do: "ignore", ...afterwards(config, event, ctx) };
      default:
        return { do: "ignore" };
    }
  },

  afterwards,
};

/** The file of a conversation comes when it is over, which may be after the step has left. */
function afterwards(config: CallForwardConfig, event: StepEvent, ctx: StepContext): { effects: Effect[] } {
  if (event.type !== "recording" || event.source !== "callback") return { effects: [] };
  return { effects: postEvents(config.events, "record", recordingData(event, ctx), ctx) };
}

const LEG_EVENTS = { answer: "answered", connected: "connected", hangup: "hangup", digits: "digits" } as const;

/** PHLO names what the Dial says of its leg (phlo.md 7.2). */
const legData = (event: StepEvent & { type: "dial_leg" }): JsonObject => ({
  b_leg_uuid: event.bLegUuid,
  from: event.from,
  to: event.to,
  digits: event.digits,
  duration: event.durationSeconds,
  hangup_cause: event.hangup?.cause ?? "",
});

function ring(config: CallForwardConfig, ringing: string[], queue: string[], last: Result | null, ctx: StepContext): Outcome<Exit> {
  const { verbs, documents, deadlineSeconds, limit } = dial(config, ringing, ctx);
  const started: Memory = {
    queue,
    ringing,
    from: shownNumber(config, ctx),
    startedAt: ctx.now,
    phones: {},
    digits: "",
    cancelled: false,
    last,
    limit,
  };
  return { do: "await", verbs, wait: { for: "carrier", what: "dial", deadlineSeconds, memory: started, documents } };
}

/** Nobody was talked to in this round: ring the next, or leave by how the last one that rang ended. */
function next(config: CallForwardConfig, known: Memory, result: Result, ctx: StepContext): Outcome<Exit> {
  const last = known.last && known.last.exit !== "failed" && result.exit === "failed" ? known.last : result;
  const [party, ...queue] = known.queue;
  return party === undefined ? leave(last, config, ctx) : ring(config, [party], queue, last, ctx);
}

function leave({ exit, outputs, error }: Result, config: CallForwardConfig, ctx: StepContext): Outcome<Exit> {
  return { do: "exit", exit, outputs, effects: postEvents(config.events, "completed", outputs, ctx), ...(error && { error }) };
}

const failure = (code: StepCode, outputs: JsonObject): Result => ({
  exit: "failed",
  outputs,
  error: { code, message: STEP_CODES[code] },
});

function completed(config: CallForwardConfig, known: Memory, ctx: StepContext, cause: string, bLegUuid = ""): Outcome<Exit> {
  const phone = talkedTo(known, config.confirm !== null, bLegUuid);
  const uuid = phone?.uuid ?? bLegUuid;
  const answeredBy = phone?.to ?? known.phones[uuid]?.to ?? theOnly(known.ringing);
  const counted = phone ? Math.round((ctx.now - phone.since) / 1000) : 0;
  const duration = phone && phone.duration >= 0 ? phone.duration : counted;
  const talk = { uuid, answeredBy, to: answeredBy, duration, answeredAt: phone?.since ?? 0, rang: true };
  const cutOff = known.limit !== null && wasCutOff(duration, known.limit);
  const outputs = forwardOutputs({ ...ended(known, ctx), status: "completed", cause, ...talk, cutOff });
  return { do: "exit", exit: "completed", outputs, effects: postEvents(config.events, "completed", outputs, ctx) };
}

const unanswered = (known: Memory, ctx: StepContext, how: Partial<Ended>): JsonObject => forwardOutputs({ ...ended(known, ctx), ...how });

const NOBODY: Ended = {
  status: "failed",
  cause: "",
  rang: false,
  to: "",
  from: "",
  uuid: "",
  answeredBy: "",
  duration: 0,
  digits: "",
  startedAt: 0,
  answeredAt: 0,
  endedAt: 0,
  limit: null,
  cutOff: false,
};

const ended = ({ ringing, from, startedAt, digits, limit }: Memory, ctx: StepContext): Ended => ({
  ...NOBODY,
  to: theOnly(ringing),
  from,
  digits,
  startedAt,
  endedAt: ctx.now,
  limit,
});

const theOnly = (parties: readonly string[]): string => (parties.length === 1 ? (parties[0] ?? "") : "");

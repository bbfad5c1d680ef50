import {
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepCode,
  type StepContext,
  TIMING,
} from "@cordboard/contract";
import { partiesOf } from "../shared/parties.ts";
import { dial } from "./dial.ts";
import type { callForward as manifest, CallForwardConfig } from "./manifest.ts";
import { afterLeg, type Exit, exitOf, type Memory, memory, talkedTo } from "./round.ts";

/*
 * enter ──Dial to all (parallel) or to the first (sequential)──► ringing ──callbacks──► answered, connected, over: kept in memory
 *                                                                  │
 *      action: nobody talked, somebody is left ◄──────────────────┤   one Dial per document, each a wait of its own
 *      └──► Dial to the next                                       │
 *                                                                  ├──action, nobody left──► completed / no_answer / busy / rejected / failed
 *                                                                  └──caller hung up──► completed once connected, else the hang-up rule
 */
type Round = Exclude<Memory["last"], null>;

export const callForward: Runtime<CallForwardConfig, ExitOf<typeof manifest>> = {
  enter(config, ctx) {
    const { parties, refused } = partiesOf(config.to);
    if (parties.length === 0) return failed(refused.length > 0 ? "invalid_number" : "no_recipient");
    const first = config.mode === "parallel" ? parties : parties.slice(0, 1);
    return ring(config, { ringing: first, queue: parties.slice(first.length), phones: {}, last: null }, ctx);
  },

  resume(config, event, ctx, stored) {
    const known = memory.parse(stored);
    switch (event.type) {
      case "dial_leg": {
        const next = afterLeg(known, event, config.confirm !== null, ctx.now);
        return next ? { do: "stay", memory: next } : { do: "ignore" };
      }
      case "dial_ended": {
        const exit = exitOf(known, event);
        // The caller's hang-up follows; should it get lost, nobody waits here for hours.
        if (exit === null) return { do: "stay", deadlineSeconds: TIMING.legReaperSeconds };
        if (exit === "completed") return completed(known, event.status, event.hangupCause, ctx, event.bLegUuid);
        return next(config, known, { exit, status: event.status, cause: event.hangupCause }, ctx);
      }
      case "hangup":
        return talkedTo(known) ? completed(known, "completed", event.leg.hangup?.cause ?? "", ctx) : { do: "ignore" };
      case "silence":
      case "timer":
        if (talkedTo(known)) return completed(known, "completed", "", ctx);
        return event.type === "timer"
          ? leave({ exit: "failed", status: "failed", cause: "" })
          : next(config, known, { exit: "failed", status: "failed", cause: "" }, ctx);
      default:
        return { do: "ignore" };
    }
  },
};

function ring(config: CallForwardConfig, remember: Memory, ctx: StepContext): Outcome<Exit> {
  const { verbs, documents, deadlineSeconds } = dial(config, remember.ringing, ctx);
  return { do: "await", verbs, wait: { for: "carrier", what: "dial", deadlineSeconds, memory: remember, documents } };
}

/** Nobody was talked to in this round: ring the next, or leave by how the last one that rang ended. */
function next(config: CallForwardConfig, known: Memory, round: Round, ctx: StepContext): Outcome<Exit> {
  const last = known.last && known.last.exit !== "failed" && round.exit === "failed" ? known.last : round;
  const [party, ...queue] = known.queue;
  return party === undefined ? leave(last) : ring(config, { ringing: [party], queue, phones: {}, last }, ctx);
}

function leave({ exit, status, cause }: Round): Outcome<Exit> {
  const message = cause ? `The call could not be connected: ${cause}.` : STEP_CODES.dial_failed;
  return { do: "exit", exit, outputs: outputs({ status, cause }), ...(exit === "failed" && { error: { code: "dial_failed", message } }) };
}

function completed(known: Memory, status: string, cause: string, ctx: StepContext, bLegUuid = ""): Outcome<Exit> {
  const phone = talkedTo(known);
  const counted = phone && phone.connectedAt > 0 ? Math.round((ctx.now - phone.connectedAt) / 1000) : 0;
  const duration = phone && phone.duration >= 0 ? phone.duration : counted;
  const answeredBy = phone?.to ?? known.phones[bLegUuid]?.to ?? (known.ringing.length === 1 ? known.ringing[0] : "") ?? "";
  return { do: "exit", exit: "completed", outputs: outputs({ status, cause, uuid: phone?.uuid ?? bLegUuid, answeredBy, duration }) };
}

function failed(code: StepCode): Outcome<Exit> {
  return { do: "exit", exit: "failed", outputs: outputs({ status: "failed", cause: "" }), error: { code, message: STEP_CODES[code] } };
}

/** All of them each time, so that nothing is left over from an earlier visit. */
function outputs(ended: { status: string; cause: string; uuid?: string; answeredBy?: string; duration?: number }): JsonObject {
  const { status, cause, uuid = "", answeredBy = "", duration = 0 } = ended;
  return { dial_status: status, b_leg_uuid: uuid, answered_by: answeredBy, duration, hangup_cause: cause };
}

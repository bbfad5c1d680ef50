import {
  type ExitOf,
  type InboundMessage,
  type JsonObject,
  keywordOf,
  type Leg,
  plainWord,
  type Runtime,
  type Trigger,
} from "@cordboard/contract";
import { countryOf } from "../shared/numbers.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import type { start as manifest, StartConfig } from "./manifest.ts";
import { readPayload } from "./payload.ts";

/** Turns what began the run into `{{ Start.* }}` under PHLO's names, and leaves by the trigger's exit. */
export const start: Runtime<StartConfig, ExitOf<typeof manifest>> = {
  enter(config, { trigger, leg }) {
    switch (trigger.kind) {
      case "call":
        return { do: "exit", exit: "incoming_call", outputs: { request_type: "call", call: callOutputs(trigger.call) } };
      case "message":
        return { do: "exit", exit: "incoming_message", outputs: { request_type: "sms", message: messageOutputs(trigger.message) } };
      case "api":
        return { do: "exit", exit: "api_request", outputs: { request_type: "http", http: { params: apiParams(config, trigger) } } };
      case "flow":
        return { do: "exit", exit: "run_by_flow", outputs: flowOutputs(config, trigger, leg) };
    }
  },
  /** Its end is told when the call is over, for the steps behind `on_hangup` and after a conversation. */
  afterwards: (_config, event, { trigger }) => {
    // A word that goes to `on_keyword`.
    if (event.type === "message") return { outputs: { keyword: keywordOutputs(event.message) } };
    if (event.type !== "hangup" || trigger.kind !== "call") return {};
    return { outputs: { call: { ...callOutputs(trigger.call), ...endOutputs(event.leg) } } };
  },
  goodbye: (config, ctx) => promptVerbs(config.goodbye, ctx),
};

/** What an API request is told stands under both names, so that a flow can be run either way; a call or text as if it had come in here. */
function flowOutputs(config: StartConfig, { inputs, origin }: Extract<Trigger, { kind: "flow" }>, leg: Leg | null): JsonObject {
  const { params } = readPayload(config.payload, inputs);
  const call = origin?.kind === "call" ? origin.call : leg && { ...leg, sipHeaders: {} };
  return {
    request_type: "flow",
    inputs: params,
    http: { params },
    ...(call && { call: callOutputs(call) }),
    ...(origin?.kind === "message" && { message: messageOutputs(origin.message) }),
  };
}

function parties(from: string, to: string): JsonObject {
  const [caller, called] = [countryOf(from), countryOf(to)];
  return {
    from,
    to,
    direction: "inbound",
    from_iso2: caller.iso2,
    from_country: caller.name,
    to_iso2: called.iso2,
    to_country: called.name,
  };
}

function callOutputs(call: Extract<Trigger, { kind: "call" }>["call"]): JsonObject {
  return {
    ...parties(call.from, call.to),
    uuid: call.callUuid,
    caller_name: call.callerName ?? "",
    leg: "ALeg",
    status: call.status,
    start_time: call.startedAt,
    ...endOutputs(null),
    headers: { ...call.sipHeaders },
  };
}

/** `word`: stop, start, help, or the author's own word. */
function keywordOutputs(message: InboundMessage): JsonObject {
  const { text, from, to } = message;
  return { word: keywordOf(message) ?? plainWord(text), text, from, to };
}

/** What is known of a call once it is over; null: it is not. */
function endOutputs(leg: Leg | null): JsonObject {
  return {
    answer_time: leg?.answeredAt ?? "",
    end_time: leg?.endedAt ?? "",
    hangup_cause: leg?.hangup?.cause ?? "",
    hangup_source: leg?.hangup?.source ?? "",
    duration: leg?.durationSeconds ?? 0,
    bill_duration: leg?.billSeconds ?? 0,
    bill_rate: leg?.billRate ?? "",
    bill_amount: leg?.billAmount ?? "",
  };
}

function messageOutputs(message: Extract<Trigger, { kind: "message" }>["message"]): JsonObject {
  return {
    ...parties(message.from, message.to),
    message_uuid: message.uuid,
    msg: message.text,
    text: message.text,
    type: message.type,
    media: message.media,
    units: message.units,
    status: "received",
    time: message.receivedAt,
  };
}

/** Required fields were checked at the door; `to` and `from` of the request itself are parameters too. */
function apiParams(config: StartConfig, trigger: Extract<Trigger, { kind: "api" }>): JsonObject {
  const { params, to, from } = trigger;
  return readPayload(config.payload, { ...(to !== undefined && { to }), ...(from !== undefined && { from }), ...params }).params;
}

import type { Verb } from "@cordboard/plivo";
import type { Leg } from "./call.ts";
import type { JsonObject } from "./json.ts";
import type { InboundMessage } from "./messages.ts";
import type { ServiceEffect } from "./services.ts";

/**
 * Something a run does to the world, as data. One effect, one destination.
 * `id` comes from `ctx.newId()`; the outbox worker performs it and reports an EffectResult.
 * Numbers are E.164 with `+`; the Plivo package converts at the border.
 */
export type Effect =
  | {
      id: string;
      kind: "send_message";
      from: string;
      /** `from` is the id of a powerpack: the carrier chooses one of its numbers. */
      powerpack?: boolean;
      to: string;
      text: string;
      channel: "sms" | "mms" | "whatsapp";
      media: string[];
      /** WhatsApp only, as the carrier takes them (plivo-platform 4.3). */
      template?: JsonObject;
      interactive?: JsonObject;
      expirySeconds: number;
      /** Its step waits this long for it to be begun, in a queue or for the carrier; then it is given up. Left out: as for a call. */
      beginWithinSeconds?: number;
      log: "true" | "false" | "number_only" | "content_only";
    }
  | {
      id: string;
      kind: "place_call";
      from: string;
      to: string;
      ringSeconds: number;
      timeLimitSeconds: number;
      machineDetection: "off" | "continue" | "hangup";
      machineSync: boolean;
      sendDigits: string;
      record: boolean;
      /** How a machine is told from a person; left out: the carrier's own judgement. */
      machine?: MachineTuning;
      callerName?: string;
      /** Letters and digits only, in names and values; the other side reads them as `X-PH-…`. */
      sipHeaders?: Record<string, string>;
    }
  | { id: string; kind: "cancel_call"; /** the place_call effect whose call is no longer wanted */ effectId: string }
  | { id: string; kind: "hangup_call"; callUuid: string }
  /** `token`: of the step the leg is sent to; `url`: an address of somebody else, who answers it from then on. */
  | ({ id: string; kind: "transfer_call"; callUuid: string } & ({ token: string } | { url: string }))
  /** Ends whatever is recorded of a live call. */
  | { id: string; kind: "stop_recording"; callUuid: string }
  | SteerRoomEffect
  | PostEventEffect
  | ServiceEffect
  | RunEffect;

/**
 * What a run does to other runs of ours. Each may be tried again as often as need be: the other run's inbox takes it once.
 * `runId` is always that of the other run, where it is known.
 */
export type RunEffect =
  | {
      id: string;
      kind: "start_run";
      /** Chosen by the step, so that it is known before the run is there. */
      runId: string;
      /** By name, as the author wrote it; the version was pinned when this flow was published. */
      flow: string;
      /** A version by number, or null for the pinned one. */
      version: number | null;
      inputs: JsonObject;
      /** The new run tells this one how it ended (`flow_ended`). */
      waits: boolean;
      /** The call that this path talks to goes with it; what it has yet to hear is filled in by the engine. */
      takesCall: boolean;
      /** The new run begins with this one's variables. */
      takesVariables: boolean;
      verbs?: Verb[];
      /** The call is in the middle of a document of this run. */
      busy?: boolean;
    }
  /** `giveBack`: calls that it was handed come back, else they are hung up. */
  | { id: string; kind: "stop_run"; runId: string; giveBack: boolean }
  /** To the run that waits for this one's end, together with its calls. */
  | { id: string; kind: "report_run"; runId: string; effectId: string; end: FlowEnd }
  /** The end of a call that was reported here, although the other run has it by now. */
  | { id: string; kind: "pass_on"; runId: string; callUuid: string; change: Partial<Leg> }
  /** Texts that it kept and did not read, in order, to whichever run they are for without it. */
  | { id: string; kind: "pass_texts"; messages: InboundMessage[] };

/** How a run ended that another one waited for. */
export interface FlowEnd {
  runId: string;
  status: "completed" | "failed" | "stopped";
  reason: { code: string; message: string } | null;
  result: string | null;
  outputs: JsonObject;
  /** Its calls; those without an end are handed over. */
  legs: Leg[];
  /** The call it talked to last. */
  current: string | null;
  /** What the current call has yet to hear. */
  verbs: Verb[];
  /** The current call is in the middle of a document of that run. */
  busy: boolean;
  hangup: { by: string } | null;
  /** Values that are sensitive here too. */
  secrets: string[];
  /** What the other party has entered there. */
  entered?: string[];
}

/** Through the carrier. */
export type CarrierEffect = Exclude<Effect, ServiceEffect | PostEventEffect | RunEffect>;

/** Something done to a conference or a multi-party call, by its name. `member`: the carrier's id of the member. */
export interface SteerRoomEffect {
  id: string;
  kind: "steer_room";
  room: "conference" | "mpc";
  name: string;
  request: RoomRequest;
}

export type RoomRequest =
  /** `from`, `to`: E.164 with `+`, or a SIP address. Only in a multi-party call. */
  | {
      do: "add";
      role: "agent" | "customer" | "supervisor";
      from: string;
      to: string;
      ringSeconds: number;
      timeLimitSeconds: number;
      hold?: boolean;
    }
  /** `hold` only in a multi-party call. */
  | { do: "change"; member: string; mute?: boolean; hold?: boolean }
  | { do: "remove"; member: string }
  /** Plays a file to a member. */
  | { do: "play"; member: string; url: string }
  | { do: "end" };

/** The carrier's tunables of machine detection, ms but for the words (plivo-platform 2.8). */
export interface MachineTuning {
  detectMs?: number;
  maximumSpeechMs?: number;
  initialSilenceMs?: number;
  maximumWords?: number;
  initialGreetingMs?: number;
}

/** News of a step for somebody else's server ("also post events to"). Repeated until it is taken; its id tells a repeat. */
export interface PostEventEffect {
  id: string;
  kind: "post_event";
  url: string;
  /** What happened, e.g. `digits`. */
  event: string;
  node: string;
  callUuid: string;
  data: JsonObject;
}

export type EffectKind = Effect["kind"];

/** What became of an effect's request. `uncertain`: begun, and nobody can say whether it happened. */
export type EffectResult =
  | { ok: true; data: JsonObject }
  | { ok: false; uncertain: boolean; error: { code: string; message: string }; data?: JsonObject };

/*
 * `data` by kind:
 *   send_message  { messageUuid, parts? }
 *   place_call    { callUuid }            (the carrier's request_uuid; equals CallUUID on single calls)
 *   steer_room    { callUuid } for `add`, else {}
 *   http_request  { status, headers, contentType, body (parsed JSON or text), durationMs }
 *   start_run     { runId }
 *   run_code      { exit (or null), outputs, log }
 *   send_email    { messageId, accepted, rejected }
 *   query_database { rows, rowCount, more, durationMs }
 *   others        {}
 */
export type EffectState = "pending" | "begun" | "done" | "failed" | "uncertain" | "cancelled";

import type { JsonObject } from "./json.ts";
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
      to: string;
      text: string;
      channel: "sms";
      media: string[];
      expirySeconds: number;
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
  | { id: string; kind: "transfer_call"; callUuid: string; /** step token the leg is sent to */ token: string }
  | PostEventEffect
  | ServiceEffect;

/** Through the carrier. */
export type CarrierEffect = Exclude<Effect, ServiceEffect | PostEventEffect>;

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
 *   http_request  { status, headers, contentType, body (parsed JSON or text), durationMs }
 *   run_code      { exit (or null), outputs, log }
 *   send_email    { messageId, accepted, rejected }
 *   others        {}
 */
export type EffectState = "pending" | "begun" | "done" | "failed" | "uncertain" | "cancelled";

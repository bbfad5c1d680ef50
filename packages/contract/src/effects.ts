import type { Json, JsonObject } from "./json.ts";

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
    }
  | { id: string; kind: "cancel_call"; /** the place_call effect whose call is no longer wanted */ effectId: string }
  | { id: string; kind: "hangup_call"; callUuid: string }
  | { id: string; kind: "transfer_call"; callUuid: string; /** step token the leg is sent to */ token: string }
  | HttpRequestEffect;

export interface HttpRequestEffect {
  id: string;
  kind: "http_request";
  method: string;
  url: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** `secret` names an entry of the secret store; its value never enters the run. */
  auth: { kind: "none" | "basic" | "bearer" | "oauth2" | "api_key" | "hmac"; secret: string };
  body:
    | { kind: "none" }
    | { kind: "json"; value: Json }
    | { kind: "form"; value: Record<string, string> }
    | { kind: "text"; value: string };
  timeoutSeconds: number;
  /** Tries after the first; only for methods that are safe to repeat or when `idempotencyKey` is set. */
  retries: number;
  idempotencyKey: string | null;
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
 *   others        {}
 */
export type EffectState = "pending" | "begun" | "done" | "failed" | "uncertain" | "cancelled";

import type { Leg, RunEvent, StepEvent, Trigger } from "@cordboard/contract";
import {
  type ActionResult,
  type CallFields,
  type FormParams,
  type HangupFields,
  type MessageFields,
  parseWebhook,
  type WebhookData,
  type WebhookKind,
  type WebhookProblem,
  type WebhookResult,
} from "@cordboard/plivo";
import { conferenceNews, mpcNews } from "./room-news.ts";

/** Which of our URLs the carrier asked for. `effectId`: the effect that the URL's token belongs to. */
export type WebhookPath =
  | { at: "number"; kind: "answer" | "fallback" | "hangup" | "message" }
  | { at: "step"; kind: "action" | "redirect" | "callback"; token: string }
  | { at: "effect"; kind: "answer" | "ring" | "hangup" | "machine" | "status" | "message"; effectId: string };

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;
export type NewRunEvent = WithoutTime<RunEvent>;

/**
 * What a webhook means. `key` tells a repeat from another event (never the nonce). `callUuid`: the leg that asks;
 * `xml`: it is owed a document.
 */
export type WebhookMeaning =
  | { ok: true; does: "start"; key: string; callUuid: string | null; xml: boolean; trigger: Trigger; intent: MessageFields["intent"] }
  | { ok: true; does: "event"; key: string; callUuid: string | null; xml: boolean; event: NewRunEvent; proof: Proof | null }
  | { ok: false; problems: WebhookProblem[] };

/** A callback under an effect's token shows that the effect happened, whatever became of the request's answer. */
export type Proof = { callUuid: string } | { messageUuid: string };

/** Reads the form fields of a webhook. `now`: ms since the epoch, used where the carrier names no time in UTC. */
export function readWebhook(path: WebhookPath, params: FormParams, now: number): WebhookMeaning {
  switch (path.at) {
    case "number":
      if (path.kind === "message") return then(parseWebhook("message", params), ({ data }) => textMeaning(data, now));
      if (path.kind === "hangup") return then(parseWebhook("hangup", params), ({ data }) => hangupMeaning(data, now));
      return then(parseWebhook("answer", params), (parsed) => callMeaning(parsed, now));
    case "step":
      return stepMeaning(path, params);
    case "effect":
      return effectMeaning(path.kind, path.effectId, params, now);
  }
}

function then<K extends WebhookKind>(
  parsed: WebhookResult<K>,
  read: (parsed: WebhookResult<K> & { ok: true }) => WebhookMeaning,
): WebhookMeaning {
  return parsed.ok ? read(parsed) : { ok: false, problems: parsed.problems };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function callMeaning({ data, sipHeaders }: WebhookResult<"answer"> & { ok: true }, now: number): WebhookMeaning {
  const call = {
    callUuid: data.callUuid,
    from: data.from,
    to: data.to,
    ...(data.callerName !== null && { callerName: data.callerName }),
    status: data.status,
    sipHeaders,
    startedAt: data.sessionStart ?? iso(now),
  };
  return {
    ok: true,
    does: "start",
    key: `${data.callUuid}:answer`,
    callUuid: data.callUuid,
    xml: true,
    trigger: { kind: "call", call },
    intent: "",
  };
}

function textMeaning(data: MessageFields, now: number): WebhookMeaning {
  const { messageUuid: uuid, from, to, text, type, media, units, intent } = data;
  const powerpack = data.powerpackUuid ? { powerpack: data.powerpackUuid } : {};
  const message = { uuid, from, to, text, type, media, units, intent, ...powerpack, receivedAt: iso(now) };
  return { ok: true, does: "start", key: uuid, callUuid: null, xml: false, trigger: { kind: "message", message }, intent };
}

function hangupMeaning(data: HangupFields, now: number): WebhookMeaning {
  const event: NewRunEvent = { type: "leg", callUuid: data.callUuid, change: endedLeg(data, now), ended: true };
  return { ok: true, does: "event", key: `${data.callUuid}:hangup`, callUuid: data.callUuid, xml: false, event, proof: null };
}

function stepMeaning({ kind, token }: WebhookPath & { at: "step" }, params: FormParams): WebhookMeaning {
  const step = (callUuid: string, event: StepEvent | null): NewRunEvent => ({ type: "step", token, request: kind, callUuid, event });
  const asks = (callUuid: string, event: StepEvent | null): WebhookMeaning => {
    return { ok: true, does: "event", key: `${token}:${kind}`, callUuid, xml: true, event: step(callUuid, event), proof: null };
  };
  const tells = (key: string, callUuid: string, event: StepEvent | null): WebhookMeaning => {
    return { ok: true, does: "event", key, callUuid, xml: false, event: step(callUuid, event), proof: null };
  };
  if (kind === "redirect") return then(parseWebhook("redirect", params), ({ data }) => asks(data.callUuid, { type: "silence" }));
  if (kind === "action") return then(parseWebhook("action", params), ({ data }) => asks(data.callUuid, actionEvent(data.result)));

  if ("DialAction" in params || "DialBLegUUID" in params) {
    return then(parseWebhook("dialCallback", params), ({ data }) =>
      tells(`${data.callUuid}:${data.bLegUuid}:${data.action}`, data.callUuid, dialLegEvent(data)),
    );
  }
  if ("recording_id" in params) {
    return then(parseWebhook("transcription", params), ({ data }) => {
      const { recordingId, text, error } = data;
      return tells(`${recordingId}:transcription`, data.callUuid ?? "", { type: "transcription", recordingId, text, error });
    });
  }
  if ("ConferenceAction" in params) {
    return then(parseWebhook("conferenceCallback", params), ({ data }) => {
      const { key, event } = conferenceNews(data);
      return tells(key, data.callUuid ?? "", event);
    });
  }
  if ("EventName" in params) {
    return then(parseWebhook("mpcStatus", params), ({ data }) => {
      const { key, event } = mpcNews(data);
      return tells(key, data.callUuid ?? "", event);
    });
  }
  if ("StreamID" in params) {
    return then(parseWebhook("streamStatus", params), ({ data: { event, callUuid, streamId, at } }) =>
      tells(`${streamId}:${event}:${at ?? ""}`, callUuid, { type: "stream", event, streamId }),
    );
  }
  return then(parseWebhook("recordCallback", params), ({ data }) =>
    tells(`${data.recordingId}:callback`, data.callUuid ?? "", recordingEvent("callback", data)),
  );
}

/** What the verb that ended has to say; null when it says nothing, which is silence to the step. */
function actionEvent(result: ActionResult): StepEvent | null {
  switch (result.element) {
    case "GetDigits":
      return { type: "input", inputType: "dtmf", digits: result.digits, speech: "", confidence: null };
    case "GetInput": {
      const { inputType, digits, speech, confidence } = result;
      return { type: "input", inputType, digits, speech, confidence };
    }
    case "Record":
      return recordingEvent("action", result);
    case "Dial": {
      const { status, ringing, hangupCause, aLegUuid, bLegUuid } = result;
      return { type: "dial_ended", status, ringing, hangupCause, aLegUuid: aLegUuid ?? "", bLegUuid: bLegUuid ?? "" };
    }
    case "Conference":
      return { type: "room_left", roomUuid: result.conferenceUuid ?? "", memberId: result.memberId ?? "" };
    case "MultiPartyCall":
      return { type: "room_left", roomUuid: result.mpcUuid, memberId: result.memberId ?? "" };
    default:
      return null;
  }
}

export function recordingEvent(
  source: "action" | "callback",
  data: { recordingId: string; url: string; durationSeconds: number | null; digits: string },
): StepEvent {
  // -1 stands for "still recording" (plivo-platform 2.6).
  return {
    type: "recording",
    source,
    id: data.recordingId,
    url: data.url,
    durationSeconds: Math.max(0, data.durationSeconds ?? 0),
    digits: data.digits,
  };
}

function dialLegEvent(data: WebhookData["dialCallback"]): StepEvent {
  const { action, bLegUuid, from, to, durationSeconds, hangup, digits } = data;
  return { type: "dial_leg", action, bLegUuid, from, to, durationSeconds, hangup, digits };
}

type CallProgress = Extract<StepEvent, { type: "call_progress" }>["progress"];

function effectMeaning(kind: (WebhookPath & { at: "effect" })["kind"], effectId: string, params: FormParams, now: number): WebhookMeaning {
  const progress = (key: string, data: CallFields, what: CallProgress, leg: Leg, xml: boolean): WebhookMeaning => {
    const event: NewRunEvent = {
      type: "effect",
      effectId,
      event: { type: "call_progress", effectId, progress: what, leg },
      ...(xml && { asking: data.callUuid }),
    };
    return {
      ok: true,
      does: "event",
      key: `${data.callUuid}:${key}`,
      callUuid: data.callUuid,
      xml,
      event,
      proof: { callUuid: data.callUuid },
    };
  };
  switch (kind) {
    case "answer":
      return then(parseWebhook("answer", params), ({ data }) => {
        const leg = { ...placedLeg(data, now), status: "in-progress" as const, answeredAt: iso(now) };
        return progress("answer", data, data.machine ? "machine" : "answered", leg, true);
      });
    case "ring":
      return then(parseWebhook("ring", params), ({ data }) => progress("ring", data, "ringing", placedLeg(data, now), false));
    case "machine":
      return then(parseWebhook("machine", params), ({ data }) =>
        progress("machine", data, "machine", { ...placedLeg(data, now), machine: true }, false),
      );
    case "hangup":
      return then(parseWebhook("hangup", params), ({ data }) => {
        const leg = { ...placedLeg(data, now), ...endedLeg(data, now) };
        return progress("hangup", data, "ended", leg, false);
      });
    case "status":
      return then(parseWebhook("ring", params), ({ data }) => {
        const { status } = data;
        if (status === "queued" || status === "ringing") return progress(status, data, "ringing", placedLeg(data, now), false);
        if (status === "in-progress") return progress("answer", data, "answered", { ...placedLeg(data, now), answeredAt: iso(now) }, false);
        return progress("hangup", data, "ended", { ...placedLeg(data, now), endedAt: iso(now) }, false);
      });
    case "message":
      return then(parseWebhook("deliveryReport", params), ({ data: { messageUuid, to, status, errorCode, units, totalAmount } }) => {
        const news: StepEvent = {
          type: "message_status",
          effectId,
          messageUuid,
          to,
          status,
          errorCode: errorCode ?? "",
          ...(units !== null && { units }),
          ...(totalAmount !== null && { price: totalAmount }),
        };
        const event: NewRunEvent = { type: "effect", effectId, event: news };
        return { ok: true, does: "event", key: `${messageUuid}:${status}`, callUuid: null, xml: false, event, proof: { messageUuid } };
      });
  }
}

function placedLeg(data: CallFields, now: number): Leg {
  return {
    callUuid: data.callUuid,
    role: "outbound",
    from: data.from,
    to: data.to,
    status: data.status,
    startedAt: data.sessionStart ?? iso(now),
    answeredAt: null,
    endedAt: null,
    hangup: null,
    ...(data.machine && { machine: true }),
  };
}

/** Start, answer and end times are in the console's time zone, which nobody tells us: ours is the time of the report. */
function endedLeg(data: HangupFields, now: number): Partial<Leg> {
  return {
    status: data.status,
    endedAt: iso(now),
    hangup: data.hangup,
    ...(data.machine && { machine: true }),
    ...(data.durationSeconds !== null && { durationSeconds: data.durationSeconds }),
    ...(data.billSeconds !== null && { billSeconds: data.billSeconds }),
    ...(data.billRate !== null && { billRate: data.billRate }),
    ...(data.totalCost !== null && { billAmount: data.totalCost }),
  };
}

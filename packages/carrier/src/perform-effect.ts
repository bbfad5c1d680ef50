import { type CarrierEffect, type EffectResult, isRepeatable, type JsonObject, STEP_CODES, type StepCode } from "@cordboard/contract";
import { type PlivoClient, PlivoError } from "@cordboard/plivo";
import type { CarrierUrls } from "./carrier-urls.ts";
import { type DestinationGuard, shorter } from "./destination-guard.ts";
import { steerRoom } from "./steer-room.ts";

/** What one attempt came to. */
export type Attempt =
  | { kind: "done"; result: EffectResult; messageUuid?: string }
  /** It surely did not happen, and may work later. `afterMs`: what the other side asked for, or null. */
  | { kind: "retry"; afterMs: number | null; error: { code: StepCode; message: string } }
  /** Nobody can say whether it happened. */
  | { kind: "uncertain"; error: { code: StepCode; message: string } };

export interface PerformContext {
  client: PlivoClient;
  urls: CarrierUrls;
  guard: DestinationGuard;
  /** Last part of the effect's callback URLs: what comes back under it proves that the effect happened. */
  token: string;
  /** Since the run decided on the effect. */
  ageSeconds: number;
  /** For `cancel_call`: the CallUUID of the call that is no longer wanted; null when it never got one. */
  placedCallUuid: string | null;
  /** Asked right before the request, after everything that could refuse it. False: nothing may go out from here. */
  begin: () => Promise<boolean>;
}

/** Nothing went out: this process had lost the right to send it, or was told not to. */
export const HELD_UP = {
  kind: "retry",
  afterMs: 0,
  error: { code: "carrier_unreachable", message: "This server stood still before the request could go out, so it was not sent." },
} satisfies Attempt;

/** The carrier's own bounds of a message's expiry (plivo-platform 4.3). */
const EXPIRY = { minSeconds: 5, maxSeconds: 10_799 } as const;

/** Makes the one REST request that an effect stands for. Never repeats it, never rejects. */
export async function performEffect(effect: CarrierEffect, context: PerformContext): Promise<Attempt> {
  try {
    return await request(effect, context);
  } catch (error) {
    if (error instanceof PlivoError) return judge(effect, error);
    throw error;
  }
}

async function request(effect: CarrierEffect, context: PerformContext): Promise<Attempt> {
  const { client, urls, guard, token } = context;
  switch (effect.kind) {
    case "send_message": {
      const to = guard.check(effect.to);
      if (!to.ok) return failed(to.error.code, to.error.message);
      const expirySeconds = Math.min(EXPIRY.maxSeconds, Math.floor(effect.expirySeconds - context.ageSeconds));
      if (expirySeconds < EXPIRY.minSeconds) return failed("message_expired", STEP_CODES.message_expired, { errorCode: "420" });
      if (!(await context.begin())) return HELD_UP;
      const { messageUuid } = await client.messages.send({
        ...(effect.powerpack ? { powerpackUuid: effect.from } : { from: effect.from }),
        to: to.value,
        type: effect.channel,
        ...(effect.text !== "" && !effect.template && !effect.interactive && { text: effect.text }),
        ...(effect.media.length > 0 && { mediaUrls: effect.media }),
        ...(effect.template && { template: effect.template }),
        ...(effect.interactive && { interactive: effect.interactive }),
        url: urls.effect(token).message,
        expirySeconds,
        log: effect.log,
      });
      return { kind: "done", result: { ok: true, data: { messageUuid } }, messageUuid };
    }
    case "place_call": {
      const to = guard.check(effect.to);
      if (!to.ok) return failed(to.error.code, to.error.message);
      const at = urls.effect(token);
      if (!(await context.begin())) return HELD_UP;
      const { requestUuid } = await client.calls.create({
        from: effect.from,
        to: to.value,
        answerUrl: at.answer,
        fallbackUrl: at.answer,
        ringUrl: at.ring,
        hangupUrl: at.hangup,
        ringTimeoutSeconds: effect.ringSeconds,
        timeLimitSeconds: shorter(effect.timeLimitSeconds, [to.value], guard),
        ...(effect.sendDigits !== "" && { sendDigits: effect.sendDigits }),
        ...(effect.callerName && { callerName: effect.callerName }),
        ...(effect.sipHeaders && Object.keys(effect.sipHeaders).length > 0 && { sipHeaders: effect.sipHeaders }),
        ...machineDetection(effect, at.machine),
      });
      return done({ callUuid: requestUuid });
    }
    case "cancel_call":
      if (context.placedCallUuid === null) return done();
      if (!(await context.begin())) return HELD_UP;
      await client.calls.cancelRequest(context.placedCallUuid);
      return done();
    case "hangup_call":
      if (!(await context.begin())) return HELD_UP;
      await client.calls.hangup(effect.callUuid);
      return done();
    case "transfer_call":
      if (!(await context.begin())) return HELD_UP;
      await client.calls.transfer(effect.callUuid, { aLegUrl: "url" in effect ? effect.url : urls.step(effect.token, "redirect") });
      return done();
    case "stop_recording":
      if (!(await context.begin())) return HELD_UP;
      await client.calls.stopRecording(effect.callUuid);
      return done();
    case "steer_room":
      return steerRoom(effect, context);
  }
}

/** The presence of a URL makes detection asynchronous (plivo-platform 2.8). */
function machineDetection(effect: CarrierEffect & { kind: "place_call" }, url: string) {
  if (effect.machineDetection === "off") return {};
  const machineDetection = effect.machineDetection === "hangup" ? ("hangup" as const) : ("true" as const);
  const { detectMs, maximumSpeechMs, initialSilenceMs, maximumWords, initialGreetingMs } = effect.machine ?? {};
  return {
    machineDetection,
    ...(!effect.machineSync && { machineDetectionUrl: url }),
    ...(detectMs !== undefined && { machineDetectionTimeMs: detectMs }),
    ...(maximumSpeechMs !== undefined && { machineDetectionMaximumSpeechMs: maximumSpeechMs }),
    ...(initialSilenceMs !== undefined && { machineDetectionInitialSilenceMs: initialSilenceMs }),
    ...(maximumWords !== undefined && { machineDetectionMaximumWords: maximumWords }),
    ...(initialGreetingMs !== undefined && { machineDetectionInitialGreetingMs: initialGreetingMs }),
  };
}

export const done = (data: JsonObject = {}): Attempt => ({ kind: "done", result: { ok: true, data } });

export function failed(code: StepCode, message: string, data?: JsonObject): Attempt {
  return { kind: "done", result: { ok: false, uncertain: false, error: { code, message }, ...(data && { data }) } };
}

function judge(effect: CarrierEffect, error: PlivoError): Attempt {
  const { message } = error;
  const ending = effect.kind === "hangup_call" || effect.kind === "cancel_call";
  // What we wanted to end is over already.
  if ((ending || effect.kind === "stop_recording") && error.code === "not_found") return done();
  if (error.code === "rate_limited") {
    const afterMs = error.retryAfterSeconds === null ? null : error.retryAfterSeconds * 1000;
    return { kind: "retry", afterMs, error: { code: "carrier_rate_limited", message } };
  }
  if (error.code === "unreachable") return { kind: "retry", afterMs: null, error: { code: "carrier_unreachable", message } };
  if (error.sent === "maybe") {
    // To end a call twice does no harm; a lost transfer costs one turn of the hold loop.
    if (isRepeatable(effect)) return { kind: "retry", afterMs: null, error: { code: "carrier_unreachable", message } };
    if (effect.kind === "transfer_call") return failed("carrier_unreachable", message);
    return { kind: "uncertain", error: { code: "uncertain", message } };
  }
  const data = { ...(error.status !== null && { status: error.status }), ...(error.apiId !== null && { apiId: error.apiId }) };
  return failed(error.code === "invalid_number" ? "invalid_number" : "carrier_refused", message, data);
}

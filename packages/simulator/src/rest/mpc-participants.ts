import { z } from "zod";
import { startSession } from "../calls/session.ts";
import type { UrlRef } from "../calls/leg.ts";
import { type Invitation, invite } from "../rooms/mpc-invite.ts";
import type { MultiPartyCall } from "../rooms/mpc.ts";
import { addressKey, isCallable } from "../state/addresses.ts";
import { readSipHeaders } from "../state/sip-headers.ts";
import { httpMethod, httpUrl, readFields, refOf, text } from "./fields.ts";
import { participantVerb } from "./mpc-fields.ts";
import { callOf } from "./multi-party-calls.ts";
import { type RestContext, RestError, type RestHandler, notFound } from "./request.ts";

/** Several people may be called at once only for an agent, and not more than these (plivo-platform 4.8). */
const MAX_AGENTS = 19;
const CALL_EVENTS = "initiated,ringing,answered,completed";
const RING_SECONDS = 45;

/** `20<30` or one number: seconds for each destination, the last one for those beyond. */
const secondsEach = text.pipe(z.string().regex(/^\d{1,5}(?:<\d{1,5})*$/)).transform((raw) => raw.split("<").map(Number));

const FIELDS = {
  from: text.optional(),
  to: text.optional(),
  call_uuid: text.optional(),
  caller_name: text.pipe(z.string().max(50)).optional(),
  call_status_callback_url: httpUrl.optional(),
  call_status_callback_method: httpMethod.optional(),
  call_status_callback_events: text.default(CALL_EVENTS),
  sip_headers: text.optional(),
  send_digits: text.optional(),
  confirm_key: text.pipe(z.string().regex(/^[0-9*#]$/)).optional(),
  confirm_key_sound_url: httpUrl.optional(),
  confirm_key_sound_method: httpMethod.default("GET"),
  confirm_timeout: z.coerce.number().int().min(1).max(120).default(10),
  dial_music: text.default("real"),
  ring_timeout: secondsEach.optional(),
  delay_dial: secondsEach.optional(),
  time_limit: z.coerce.number().int().min(1).max(86_400).default(14_400),
};

/** Calls somebody to it, or brings a live call into it. A name that nobody uses opens a new one. */
export const addParticipant: RestHandler = (context) => {
  const { world, body, params } = context;
  const fields = readFields(FIELDS, body);
  const id = params["id"] ?? "";
  const name = id.startsWith("name_") ? id.slice(5) : callOf(context).name;
  const verb = participantVerb(name, body);
  const call = id.startsWith("name_") ? world.mpcs.open(world, name) : liveByUuid(context);
  const most = call.everybody[0]?.attributes.maxParticipants ?? verb.attributes.maxParticipants ?? 10;
  if (call.participants.size >= most) throw new RestError(400, "the multiparty call has as many participants as it may have");
  if (fields.call_uuid !== undefined) return bringIn(context, fields.call_uuid, verb);

  const { from, to } = fields;
  if (from === undefined || to === undefined) throw new RestError(400, `${from === undefined ? "from" : "to"} parameter is missing`);
  const numbers = to.split("<").map(addressKey);
  const agent = verb.attributes.role.toLowerCase() === "agent";
  if (numbers.length > (agent ? MAX_AGENTS : 1)) throw new RestError(400, "to parameter holds too many destinations for this role");
  if (!numbers.every((number) => isCallable(number))) throw new RestError(400, "to parameter is invalid");
  const status = refOf(fields.call_status_callback_url, fields.call_status_callback_method);
  const invitation: Invitation = {
    from: addressKey(from),
    callerName: fields.caller_name ?? "",
    destinations: numbers.map((number, index) => ({
      to: number,
      ringSeconds: fields.ring_timeout?.[index] ?? fields.ring_timeout?.at(-1) ?? RING_SECONDS,
      delaySeconds: fields.delay_dial?.[index] ?? fields.delay_dial?.at(-1) ?? 0,
    })),
    sipHeaders: readSipHeaders(fields.sip_headers),
    sendDigits: fields.send_digits ?? "",
    timeLimitSeconds: fields.time_limit,
    confirm:
      fields.confirm_key === undefined
        ? null
        : {
            key: fields.confirm_key,
            timeoutSeconds: fields.confirm_timeout,
            sound: refOf(fields.confirm_key_sound_url, fields.confirm_key_sound_method) ?? null,
          },
    dialMusic: musicOf(fields.dial_music),
    status: status ? { ...status, events: new Set(fields.call_status_callback_events.split(",")) } : null,
    verb,
  };
  const legs = invite(world, call, invitation);
  return {
    status: 201,
    body: {
      message: "add participant action initiated",
      request_uuid: legs[0]?.requestUuid ?? null,
      calls: legs.map((leg) => ({ to: leg.to, from: leg.from, call_uuid: leg.uuid })),
    },
    ...(legs[0] && { callUuid: legs[0].uuid }),
  };
};

function liveByUuid(context: RestContext): MultiPartyCall {
  const call = callOf(context);
  if (call.status === "Ended") throw notFound();
  return call;
}

/** A live call leaves what it does and joins. */
function bringIn({ world }: RestContext, callUuid: string, verb: Invitation["verb"]): ReturnType<RestHandler> {
  const leg = world.calls.get(callUuid);
  if (!leg || leg.over.fired) throw new RestError(404, "call_uuid not found");
  startSession(world, leg, () => Promise.resolve({ ok: true, document: { url: "", verbs: [verb] } }));
  const calls = [{ to: leg.to, from: leg.from, call_uuid: leg.uuid }];
  return { status: 201, body: { message: "add participant action initiated", request_uuid: leg.uuid, calls }, callUuid: leg.uuid };
}

function musicOf(raw: string): UrlRef | null {
  if (/^(?:real|none)$/i.test(raw)) return null;
  if (!/^https?:\/\//i.test(raw)) throw new RestError(400, "dial_music parameter is invalid");
  return { url: raw, method: "GET" };
}

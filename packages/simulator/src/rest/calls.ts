import type { Leg, LegUrls } from "../calls/leg.ts";
import { type OutboundRequest, placeCall } from "../calls/outbound.ts";
import { stateOf } from "../calls/view.ts";
import { addressKey, isSip } from "../state/addresses.ts";
import { readSipHeaders } from "../state/sip-headers.ts";
import type { World } from "../world.ts";
import { cdrOf, liveOf } from "./call-objects.ts";
import { address, flag, httpMethod, httpUrl, readFields, refOf, text, whole } from "./fields.ts";
import { equals, paged, readTime, within } from "./paging.ts";
import { RestError, type RestHandler, notFound } from "./request.ts";

const DAY_SECONDS = 86_400;
/** The longest list of destinations (plivo-platform 4.2). */
const MAX_DESTINATIONS = 1_000;

const CREATE = {
  from: address,
  to: address,
  answer_url: httpUrl,
  answer_method: httpMethod.optional(),
  ring_url: httpUrl.optional(),
  ring_method: httpMethod.optional(),
  hangup_url: httpUrl.optional(),
  hangup_method: httpMethod.optional(),
  fallback_url: httpUrl.optional(),
  fallback_method: httpMethod.optional(),
  caller_name: text.optional(),
  send_digits: text.optional(),
  time_limit: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  hangup_on_ring: whole(0, DAY_SECONDS).optional(),
  ring_timeout: whole(1, DAY_SECONDS).optional(),
  sip_headers: text.optional(),
  parent_call_uuid: text.optional(),
  error_if_parent_not_found: flag.optional(),
  machine_detection: text.optional(),
  machine_detection_time: whole(2_000, 10_000).optional(),
  machine_detection_url: httpUrl.optional(),
  machine_detection_method: httpMethod.optional(),
  machine_detection_maximum_speech_length: whole(1_000, 6_000).optional(),
  machine_detection_initial_silence: whole(2_000, 10_000).optional(),
  machine_detection_maximum_words: whole(2, 10).optional(),
  machine_detection_initial_greeting: whole(1_000, 5_000).optional(),
};

export const createCall: RestHandler = ({ world, body }) => {
  const fields = readFields(CREATE, body);
  const from = addressKey(fields.from);
  const destinations = fields.to.split("<").map(addressKey);
  if (destinations.length > MAX_DESTINATIONS) throw new RestError(400, `to parameter holds more than ${MAX_DESTINATIONS} destinations`);
  for (const to of destinations) {
    if (!isSip(to) && !/^\d+$/.test(to)) throw new RestError(400, "to parameter is invalid");
    if (to === from) throw new RestError(400, "from and to parameters must be different");
  }
  if (fields.caller_name !== undefined && fields.caller_name.length > 50) throw new RestError(400, "caller_name parameter is invalid");
  const parent = fields.parent_call_uuid === undefined ? null : (world.calls.get(fields.parent_call_uuid) ?? null);
  if (!parent && fields.error_if_parent_not_found) throw new RestError(404, "parent_call_uuid not found");
  const queued = world.callGate.waitMs > 0;
  const calls = destinations.map((to) => {
    const uuid = world.newId();
    const request: OutboundRequest = {
      requestUuid: uuid,
      from,
      to,
      callerName: fields.caller_name ?? "",
      urls: urlsOf(fields),
      ringTimeoutSeconds: fields.ring_timeout ?? 120,
      timeLimitSeconds: Math.min(fields.time_limit ?? 14_400, DAY_SECONDS),
      hangupOnRingSeconds: fields.hangup_on_ring ?? null,
      sendDigits: fields.send_digits ?? "",
      sipHeaders: readSipHeaders(fields.sip_headers),
      machineDetection: readDetection(fields.machine_detection),
      detectionMs: fields.machine_detection_time ?? 5_000,
      parent,
    };
    return placeCall(world, request, uuid);
  });
  const uuids = calls.map((leg) => leg.uuid);
  return {
    status: world.choices.createCallStatus,
    body: { message: queued ? "call queued" : "call fired", request_uuid: uuids.length === 1 ? uuids[0] : uuids },
    ...(uuids[0] !== undefined && { callUuid: uuids[0] }),
  };
};

function urlsOf(fields: ReturnType<typeof readFields<typeof CREATE>>): LegUrls {
  const answer = refOf(fields.answer_url, fields.answer_method);
  const ring = refOf(fields.ring_url, fields.ring_method);
  const hangup = refOf(fields.hangup_url, fields.hangup_method);
  const fallback = refOf(fields.fallback_url, fields.fallback_method);
  const machine = refOf(fields.machine_detection_url, fields.machine_detection_method);
  return {
    ...(answer && { answer }),
    ...(ring && { ring }),
    ...(hangup && { hangup }),
    ...(fallback && { fallback }),
    ...(machine && { machine }),
  };
}

function readDetection(raw: string | undefined): OutboundRequest["machineDetection"] {
  if (raw === undefined || raw === "" || raw === "false") return "off";
  if (raw === "true") return "continue";
  if (raw === "hangup") return "hangup";
  throw new RestError(400, "machine_detection parameter must be true or hangup");
}

export const getCall: RestHandler = ({ world, params, query }) => {
  const leg = world.calls.get(params["uuid"] ?? "");
  if (!leg) throw notFound();
  const status = query.get("status");
  if (status === "live" || status === "queued") {
    if (!hasStatus(leg, status)) throw notFound();
    return { status: 200, body: liveOf(world, leg) };
  }
  if (!leg.over.fired) throw notFound();
  return { status: 200, body: cdrOf(world, leg) };
};

export const listCalls: RestHandler = ({ world, query }) => {
  const status = query.get("status");
  if (status === "live" || status === "queued") {
    return {
      status: 200,
      body: {
        calls: world.calls
          .all()
          .filter((leg) => hasStatus(leg, status))
          .map((leg) => leg.uuid),
      },
    };
  }
  const passes = passing(world, query);
  const ended = world.calls.all().filter((leg) => leg.over.fired && passes(leg));
  const page = paged(ended.toReversed(), query, `/v1/Account/${world.account.authId}/Call/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((leg) => cdrOf(world, leg)) } };
};

function hasStatus(leg: Leg, status: "live" | "queued"): boolean {
  const state = stateOf(leg);
  return status === "queued" ? state === "queued" : state === "ringing" || state === "in-progress";
}

function passing(world: World, query: URLSearchParams): (leg: Leg) => boolean {
  const number = (name: string, value: string): boolean => {
    const raw = query.get(name);
    return raw === null || raw === "" || addressKey(raw) === value;
  };
  const code = within(query, "hangup_cause_code", Number);
  const duration = within(query, "bill_duration", Number);
  const end = within(query, "end_time", readTime);
  return (leg) => {
    const ending = leg.over.value;
    return (
      number("from_number", leg.from) &&
      number("to_number", leg.to) &&
      equals(query, "call_direction", leg.direction) &&
      equals(query, "parent_call_uuid", leg.parent?.uuid ?? "") &&
      equals(query, "hangup_source", ending?.source ?? "") &&
      code(ending?.code ?? 0) &&
      duration(leg.durationSeconds()) &&
      end(leg.endedAt ?? world.time.now())
    );
  };
}

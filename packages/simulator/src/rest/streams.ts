import { z } from "zod";
import type { Leg } from "../calls/leg.ts";
import { plainTime } from "../calls/params.ts";
import { AudioStream } from "../streams/audio-stream.ts";
import type { World } from "../world.ts";
import { flag, httpMethod, httpUrl, readFields, refOf, text, whole } from "./fields.ts";
import { paged } from "./paging.ts";
import { type RestContext, RestError, type RestHandler, notFound } from "./request.ts";

const FIELDS = {
  service_url: text.pipe(
    z
      .string()
      .max(2_048)
      .regex(/^wss:\/\/[^/\s]/i, "is not a wss:// address"),
  ),
  bidirectional: flag.default(false),
  audio_track: z.enum(["inbound", "outbound", "both"]).default("inbound"),
  stream_timeout: whole(1, 86_400).default(86_400),
  status_callback_url: httpUrl.optional(),
  status_callback_method: httpMethod.optional(),
  content_type: text
    .pipe(z.string().regex(/^audio\/x-(?:l16;rate=(?:8000|16000|24000)|mulaw;rate=8000)$/))
    .default("audio/x-l16;rate=8000"),
  extra_headers: text.pipe(z.string().max(512)).default(""),
};

function legOf({ world, params }: RestContext): Leg {
  const leg = world.calls.get(params["uuid"] ?? "");
  if (!leg) throw notFound();
  return leg;
}

export const startStream: RestHandler = (context) => {
  const { world, body } = context;
  const leg = legOf(context);
  if (leg.over.fired || !leg.answered.fired) throw notFound();
  const fields = readFields(FIELDS, body);
  if (fields.bidirectional && fields.audio_track !== "inbound")
    throw new RestError(400, "audio_track parameter must be inbound on a bidirectional stream");
  if (leg.stream) throw new RestError(400, "the call has a stream already");
  const stream = new AudioStream(world, leg, {
    url: fields.service_url,
    bidirectional: fields.bidirectional,
    audioTrack: fields.audio_track,
    timeoutSeconds: fields.stream_timeout,
    contentType: fields.content_type,
    extraHeaders: fields.extra_headers,
    status: refOf(fields.status_callback_url, fields.status_callback_method) ?? null,
  });
  void stream.open();
  return { status: 202, body: { message: "audio streaming started", stream_id: stream.id }, callUuid: leg.uuid };
};

export const listStreams: RestHandler = (context) => {
  const { world, query } = context;
  const leg = legOf(context);
  const { meta, objects } = paged(leg.streams, query, `/v1/Account/${world.account.authId}/Call/${leg.uuid}/Stream/`);
  return { status: 200, body: { meta, objects: objects.map((stream) => objectOf(world, leg, stream)) } };
};

export const getStream: RestHandler = (context) => {
  const leg = legOf(context);
  return { status: 200, body: objectOf(context.world, leg, oneOf(leg, context)) };
};

export const stopStreams: RestHandler = (context) => {
  for (const stream of legOf(context).streams) stream.close();
  return { status: 204 };
};

export const stopStream: RestHandler = (context) => {
  oneOf(legOf(context), context).close();
  return { status: 204 };
};

function oneOf(leg: Leg, { params }: RestContext): AudioStream {
  const stream = leg.streams.find((one) => one.id === params["stream"]);
  if (!stream) throw notFound();
  return stream;
}

function objectOf(world: World, leg: Leg, stream: AudioStream): Record<string, unknown> {
  const seconds = Math.ceil(((stream.endedAt ?? world.time.now()) - stream.startedAt) / 1_000);
  const time = (ms: number | null): string | null => (ms === null ? null : `${plainTime(ms)}+00:00`);
  return {
    audio_track: stream.options.audioTrack,
    bidirectional: stream.options.bidirectional,
    bill_duration: seconds,
    billed_amount: "0.00000",
    call_uuid: leg.uuid,
    created_at: time(stream.startedAt),
    end_time: time(stream.endedAt),
    plivo_auth_id: world.account.authId,
    resource_uri: `/v1/Account/${world.account.authId}/Call/${leg.uuid}/Stream/${stream.id}/`,
    service_url: stream.options.url,
    start_time: time(stream.startedAt),
    status: stream.over.fired ? "stopped" : "in-progress",
    status_callback_url: stream.options.status?.url ?? "",
    stream_id: stream.id,
  };
}

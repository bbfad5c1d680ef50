import { z } from "zod";
import { endings } from "../calls/causes.ts";
import type { Leg } from "../calls/leg.ts";
import { endLeg } from "../calls/lifecycle.ts";
import { Recorder } from "../calls/recorder.ts";
import { note } from "../calls/transcript.ts";
import { transferCall } from "../calls/transfer.ts";
import { flag, httpMethod, httpUrl, readFields, refOf, text, whole } from "./fields.ts";
import { type RestContext, RestError, type RestHandler, notFound } from "./request.ts";

function liveLeg({ world, params }: RestContext): Leg {
  const leg = world.calls.get(params["uuid"] ?? "");
  if (!leg || leg.over.fired) throw notFound();
  return leg;
}

/** The legs that an audio command means; a call without a B leg has only its own. */
function legsOf(leg: Leg, wanted: string | undefined): Leg[] {
  const bLegs = leg.children.filter((child) => child.answered.fired && !child.over.fired);
  return [...(wanted === "bleg" ? [] : [leg]), ...(wanted === "bleg" || wanted === "both" ? bLegs : [])];
}

const legs = z.enum(["aleg", "bleg", "both"]);

export const transfer: RestHandler = (context) => {
  const leg = liveLeg(context);
  const fields = readFields(
    {
      legs: legs.default("aleg"),
      aleg_url: httpUrl.optional(),
      aleg_method: httpMethod.optional(),
      bleg_url: httpUrl.optional(),
      bleg_method: httpMethod.optional(),
    },
    context.body,
  );
  const aleg = refOf(fields.aleg_url, fields.aleg_method);
  const bleg = refOf(fields.bleg_url, fields.bleg_method);
  if (fields.legs !== "bleg" && !aleg) throw new RestError(400, "aleg_url parameter is missing");
  if (fields.legs !== "aleg" && !bleg) throw new RestError(400, "bleg_url parameter is missing");
  transferCall(context.world, leg, { legs: fields.legs, ...(aleg && { aleg }), ...(bleg && { bleg }) });
  return { status: 202, body: { message: "call transferred", call_uuids: [leg.uuid] }, callUuid: leg.uuid };
};

export const hangUpCall: RestHandler = (context) => {
  const leg = liveLeg(context);
  endLeg(context.world, leg, endings.apiHangup(leg.answered.fired));
  return { status: 204, callUuid: leg.uuid };
};

/** Only a call that nobody answered yet can be cancelled; afterwards there is no such request any more. */
export const cancelRequest: RestHandler = ({ world, params }) => {
  const leg = world.calls.byRequest(params["uuid"] ?? "");
  if (!leg || leg.over.fired || leg.answered.fired) throw notFound();
  endLeg(world, leg, endings.apiHangup(false));
  return { status: 204, callUuid: leg.uuid };
};

export const startRecording: RestHandler = (context) => {
  const leg = liveLeg(context);
  const fields = readFields(
    {
      time_limit: whole(1, 86_400).default(60),
      file_format: z.enum(["mp3", "wav"]).default("mp3"),
      callback_url: httpUrl.optional(),
      callback_method: httpMethod.optional(),
      transcription_type: text.optional(),
      transcription_url: httpUrl.optional(),
      transcription_method: httpMethod.optional(),
      record_channel_type: z.enum(["mono", "stereo"]).default("stereo"),
    },
    context.body,
  );
  const callback = refOf(fields.callback_url, fields.callback_method);
  const transcription = fields.transcription_type === undefined ? undefined : refOf(fields.transcription_url, fields.transcription_method);
  const { recording } = new Recorder(context.world, leg, {
    format: fields.file_format,
    maxSeconds: fields.time_limit,
    ...(callback && { callback }),
    ...(transcription && { transcription }),
  });
  return {
    status: 202,
    body: { message: "call recording started", recording_id: recording.id, url: recording.url },
    callUuid: leg.uuid,
  };
};

/** Stops the recording of the given `URL`, or every one of the call. */
export const stopRecording: RestHandler = (context) => {
  const leg = liveLeg(context);
  const url = context.query.get("URL") ?? context.body["URL"];
  for (const recorder of leg.recorders) if (!url || recorder.recording.url === url) recorder.stop();
  return { status: 204, callUuid: leg.uuid };
};

export const playOnCall: RestHandler = (context) => {
  const leg = liveLeg(context);
  const shape = {
    urls: text.pipe(z.string().min(1)),
    length: whole(1, 86_400).optional(),
    legs: legs.optional(),
    loop: flag.optional(),
    mix: flag.optional(),
  };
  const fields = readFields(shape, context.body);
  for (const each of legsOf(leg, fields.legs)) note(context.world, each, "Play", { attrs: { by: "API" }, text: fields.urls });
  return { status: 202, body: { message: "play started" }, callUuid: leg.uuid };
};

export const speakOnCall: RestHandler = (context) => {
  const leg = liveLeg(context);
  const shape = {
    text: text.pipe(z.string().min(1)),
    voice: text.optional(),
    language: text.optional(),
    legs: legs.optional(),
    loop: flag.optional(),
    mix: flag.optional(),
  };
  const fields = readFields(shape, context.body);
  const attrs = { by: "API", voice: fields.voice, language: fields.language };
  for (const each of legsOf(leg, fields.legs)) note(context.world, each, "Speak", { attrs, text: fields.text });
  return { status: 202, body: { message: "speak started" }, callUuid: leg.uuid };
};

export const tonesOnCall: RestHandler = (context) => {
  const leg = liveLeg(context);
  const fields = readFields(
    { digits: text.pipe(z.string().regex(/^[0-9*#wW]+$/)), leg: legs.optional(), legs: legs.optional() },
    context.body,
  );
  for (const each of legsOf(leg, fields.leg ?? fields.legs))
    note(context.world, each, "Tones", { attrs: { by: "API" }, text: fields.digits });
  return { status: 202, body: { message: "digits sent" }, callUuid: leg.uuid };
};

/** Ends Play or Speak begun by REST. */
export const stopSound =
  (element: "Play" | "Speak"): RestHandler =>
  (context) => {
    const leg = liveLeg(context);
    note(context.world, leg, `${element} stopped`, { attrs: { by: "API" } });
    return { status: 204, callUuid: leg.uuid };
  };

import { z } from "zod";
import { endings } from "../calls/causes.ts";
import { endLeg } from "../calls/lifecycle.ts";
import { note } from "../calls/transcript.ts";
import type { Conference, ConferenceMember } from "../rooms/conference.ts";
import type { World } from "../world.ts";
import { httpMethod, httpUrl, readFields, refOf, text } from "./fields.ts";
import { type RestContext, type RestHandler, notFound } from "./request.ts";

function room({ world, params }: RestContext): Conference {
  const conference = world.conferences.find(params["name"] ?? "");
  if (!conference) throw notFound();
  return conference;
}

/** `{id}` in a path is one member, a comma list of them, or `all`. */
function members(context: RestContext): ConferenceMember[] {
  const conference = room(context);
  const wanted = (context.params["member"] ?? "").split(",");
  const found = wanted.includes("all") ? [...conference.members.values()] : wanted.flatMap((id) => conference.members.get(id) ?? []);
  if (found.length === 0) throw notFound();
  return found;
}

/** One id as text, several as a list: the shapes of the SDKs' fixtures. */
function ids(found: readonly ConferenceMember[]): string | string[] {
  return found.length === 1 && found[0] ? found[0].id : found.map((member) => member.id);
}

export const listConferences: RestHandler = ({ world }) => ({
  status: 200,
  body: { conferences: world.conferences.all().map((conference) => conference.name) },
});

export const getConference: RestHandler = (context) => {
  const conference = room(context);
  const seconds = (since: number): string => String(Math.round((context.world.time.now() - since) / 1_000));
  return {
    status: 200,
    body: {
      conference_name: conference.name,
      conference_uuid: conference.uuid,
      conference_run_time: seconds(conference.startedAt),
      conference_member_count: String(conference.members.size),
      members: [...conference.members.values()].map(({ id, leg, muted, deaf, joinedAt }) => ({
        member_id: id,
        muted,
        deaf,
        from: leg.from,
        to: leg.to,
        caller_name: leg.callerName,
        direction: leg.direction,
        call_uuid: leg.uuid,
        join_time: seconds(joinedAt),
      })),
    },
  };
};

function hangUpAll(world: World, conference: Conference): void {
  for (const leg of conference.legs()) endLeg(world, leg, endings.apiHangup(true));
}

export const endConference: RestHandler = (context) => {
  hangUpAll(context.world, room(context));
  return { status: 200, body: { message: "conference hung up" } };
};

export const endConferences: RestHandler = ({ world }) => {
  for (const conference of world.conferences.all()) hangUpAll(world, conference);
  return { status: 200, body: { message: "all conferences hung up" } };
};

export const hangUpMember: RestHandler = (context) => {
  const found = members(context);
  for (const { leg } of found) endLeg(context.world, leg, endings.apiHangup(true));
  return { status: 204 };
};

/** Out of the room; the call goes on with its next element. */
export const kickMember: RestHandler = (context) => {
  const conference = room(context);
  const found = members(context);
  for (const member of found) conference.leave(member);
  return { status: 202, body: { message: "kicked", member_id: ids(found) } };
};

const changing =
  (change: Partial<Pick<ConferenceMember, "muted" | "deaf">>, message: string | null): RestHandler =>
  (context) => {
    const found = members(context);
    for (const member of found) {
      Object.assign(member, change);
      note(context.world, member.leg, "Conference", { attrs: { by: "API", muted: member.muted, deaf: member.deaf } });
    }
    return message === null ? { status: 204 } : { status: 202, body: { message, member_id: ids(found) } };
  };

export const muteMember = changing({ muted: true }, "muted");
export const unmuteMember = changing({ muted: false }, null);
export const deafenMember = changing({ deaf: true }, "deaf");
export const undeafenMember = changing({ deaf: false }, null);

export const playToMember: RestHandler = (context) => {
  const { url } = readFields({ url: httpUrl }, context.body);
  const found = members(context);
  for (const { leg } of found) note(context.world, leg, "Play", { attrs: { by: "API" }, text: url });
  return { status: 202, body: { message: "play queued into conference", member_id: ids(found) } };
};

export const speakToMember: RestHandler = (context) => {
  const shape = { text: text.pipe(z.string().min(1)), voice: text.optional(), language: text.optional() };
  const { text: words, voice, language } = readFields(shape, context.body);
  const found = members(context);
  for (const { leg } of found) note(context.world, leg, "Speak", { attrs: { by: "API", voice, language }, text: words });
  return { status: 202, body: { message: "speak queued into conference", member_id: ids(found) } };
};

export const stopMemberSound =
  (element: "Play" | "Speak"): RestHandler =>
  (context) => {
    for (const { leg } of members(context)) note(context.world, leg, `${element} stopped`, { attrs: { by: "API" } });
    return { status: 204 };
  };

const RECORD = {
  file_format: z.enum(["mp3", "wav"]).default("mp3"),
  transcription_type: text.optional(),
  transcription_url: httpUrl.optional(),
  transcription_method: httpMethod.optional(),
  callback_url: httpUrl.optional(),
  callback_method: httpMethod.optional(),
};

export const recordConference: RestHandler = (context) => {
  const conference = room(context);
  const [first] = conference.legs();
  if (!first) throw notFound();
  const fields = readFields(RECORD, context.body);
  const callback = refOf(fields.callback_url, fields.callback_method);
  const transcription = fields.transcription_type === undefined ? undefined : refOf(fields.transcription_url, fields.transcription_method);
  const { recording } = conference.record(first, {
    format: fields.file_format,
    ...(callback && { callback }),
    ...(transcription && { transcription }),
  });
  return { status: 202, body: { message: "conference recording started", recording_id: recording.id, url: recording.url } };
};

export const stopConferenceRecording: RestHandler = (context) => {
  for (const recorder of room(context).recorders) recorder.stop();
  return { status: 204 };
};

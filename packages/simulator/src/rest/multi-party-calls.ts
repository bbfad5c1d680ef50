import { z } from "zod";
import { type ExitCause, type MultiPartyCall, type Participant, TERMINATIONS } from "../rooms/mpc.ts";
import { note } from "../calls/transcript.ts";
import { plainTime } from "../calls/params.ts";
import type { World } from "../world.ts";
import { flag, httpMethod, httpUrl, readFields, refOf } from "./fields.ts";
import { equals, paged, readTime, within } from "./paging.ts";
import { type RestContext, type RestHandler, RestError, notFound } from "./request.ts";

/** The id in a path is `uuid_…`, or `name_…` of one that has not ended. */
export function callOf({ world, params }: RestContext): MultiPartyCall {
  const id = params["id"] ?? "";
  const call = id.startsWith("uuid_") ? world.mpcs.byUuid(id.slice(5)) : id.startsWith("name_") ? world.mpcs.live(id.slice(5)) : undefined;
  if (!call) throw notFound();
  return call;
}

function liveCall(context: RestContext): MultiPartyCall {
  const call = callOf(context);
  if (call.status === "Ended") throw notFound();
  return call;
}

function present(context: RestContext): { call: MultiPartyCall; participant: Participant } {
  const call = liveCall(context);
  const participant = call.participants.get(context.params["member"] ?? "");
  if (!participant) throw notFound();
  return { call, participant };
}

/** One of the people in it, by id or `all`. */
function several(context: RestContext): { call: MultiPartyCall; found: Participant[] } {
  const call = liveCall(context);
  const wanted = (context.params["member"] ?? "").split(",");
  const found = wanted.includes("all") ? [...call.participants.values()] : wanted.flatMap((id) => call.participants.get(id) ?? []);
  if (found.length === 0) throw notFound();
  return { call, found };
}

export const listMultiPartyCalls: RestHandler = ({ world, query }) => {
  const createdThen = within(query, "creation_time", readTime);
  const wanted = world.mpcs
    .all()
    .filter(
      (call) =>
        equals(query, "friendly_name", call.name) &&
        equals(query, "status", call.status.toLowerCase()) &&
        equals(query, "termination_cause_code", String(call.termination ?? "")) &&
        createdThen(call.createdAt),
    );
  const { meta, objects } = paged(wanted.toReversed(), query, `/v1/Account/${world.account.authId}/MultiPartyCall/`);
  return { status: 200, body: { meta: counted(meta), objects: objects.map((call) => objectOf(world, call)) } };
};

/** These lists say `count` where the others say `total_count`. */
function counted({ total_count: count, ...meta }: { total_count: number }): Record<string, unknown> {
  return { ...meta, count };
}

export const getMultiPartyCall: RestHandler = (context) => ({ status: 200, body: objectOf(context.world, callOf(context)) });

export const activateMultiPartyCall: RestHandler = (context) => {
  const { status } = readFields({ status: z.string().toLowerCase().pipe(z.literal("active")) }, context.body);
  const call = liveCall(context);
  if (status === "active") call.activate();
  return { status: 202, body: {} };
};

export const endMultiPartyCall: RestHandler = (context) => {
  liveCall(context).end(3000);
  return { status: 204 };
};

export const listParticipants: RestHandler = (context) => {
  const { world, query } = context;
  const call = callOf(context);
  const wanted = call.everybody.filter((one) => equals(query, "call_uuid", one.leg.uuid));
  const { meta, objects } = paged(wanted, query, `${uriOf(world, call)}Participant/`);
  return { status: 200, body: { meta: counted(meta), objects: objects.map((one) => participantOf(world, call, one)) } };
};

export const getParticipant: RestHandler = (context) => {
  const call = callOf(context);
  const participant = call.everybody.find((one) => one.id === context.params["member"]);
  if (!participant) throw notFound();
  return { status: 200, body: participantOf(context.world, call, participant) };
};

export const updateParticipant: RestHandler = (context) => {
  const { call, participant } = present(context);
  const fields = readFields({ mute: flag.optional(), hold: flag.optional(), coach_mode: flag.optional() }, context.body);
  const { mute, hold, coach_mode: coachMode } = fields;
  if (mute === undefined && hold === undefined && coachMode === undefined)
    throw new RestError(400, "one of mute, hold and coach_mode is needed");
  call.set(participant, {
    ...(mute !== undefined && { mute }),
    ...(hold !== undefined && { hold }),
    ...(coachMode !== undefined && { coachMode }),
  });
  const done = (what: string): string => `MPC: ${call.name} ${what} member(s) succeded`;
  return {
    status: 202,
    body: {
      ...(mute !== undefined && { mute: done("mute/unmute") }),
      ...(hold !== undefined && { hold: done("hold/unhold") }),
      ...(coachMode !== undefined && { coach_mode: done("coach mode") }),
    },
  };
};

export const kickParticipant: RestHandler = (context) => {
  const { call, participant } = present(context);
  const cause: ExitCause = "Kicked Out of Multiparty Call";
  call.leave(participant, cause);
  return { status: 204 };
};

const RECORD = {
  file_format: z.enum(["mp3", "wav"]).default("mp3"),
  recording_callback_url: httpUrl.optional(),
  recording_callback_method: httpMethod.optional(),
};

/** The whole call, or with a member in the path the track of one. */
export const recordMultiPartyCall: RestHandler = (context) => {
  const { file_format: format, ...fields } = readFields(RECORD, context.body);
  const callback = refOf(fields.recording_callback_url, fields.recording_callback_method);
  const one = context.params["member"] === undefined ? null : present(context).participant;
  const call = liveCall(context);
  if ((one ?? call).recorder?.running) throw new RestError(400, "a recording is in progress already");
  if (call.everybody.length === 0) throw new RestError(400, "there is nobody to record yet");
  const recorder = call.record(one, format, callback);
  (one ?? call).recorder = recorder;
  const { id, url } = recorder.recording;
  return {
    status: 202,
    body: { message: `MPC: ${call.name} ${one ? "participant " : ""}record started`, recording_id: id, recording_url: url },
  };
};

export const steerRecording =
  (how: "stop" | "pause" | "resume"): RestHandler =>
  (context) => {
    const call = liveCall(context);
    const { recorder } = context.params["member"] === undefined ? call : present(context).participant;
    if (!recorder?.running) throw notFound();
    if (how === "stop") call.stopRecording(recorder);
    else if (how === "pause") recorder.pause();
    else recorder.resume();
    return { status: 204 };
  };

export const playToParticipant: RestHandler = (context) => {
  const { url } = readFields({ url: httpUrl }, context.body);
  const { call, found } = several(context);
  for (const one of found) note(context.world, one.leg, "Play", { attrs: { by: "API" }, text: url });
  return { status: 202, body: { message: "play queued into MPC", mpcMemberId: found.map((one) => one.id), mpcName: call.name } };
};

export const stopPlayToParticipant: RestHandler = (context) => {
  for (const one of several(context).found) note(context.world, one.leg, "Play stopped", { attrs: { by: "API" } });
  return { status: 204 };
};

function uriOf(world: World, call: MultiPartyCall): string {
  return `/v1/Account/${world.account.authId}/MultiPartyCall/uuid_${call.uuid}/`;
}

const offset = (ms: number | null): string | null => (ms === null ? null : `${plainTime(ms)}+00:00`);

/** The multi-party call as the SDKs' fixtures show it. */
function objectOf(world: World, call: MultiPartyCall): Record<string, unknown> {
  const minutes = Math.ceil(call.durationSeconds() / 60);
  const ended = call.status === "Ended";
  return {
    billed_amount: ended ? (minutes * 0.005).toFixed(5) : null,
    billed_duration: ended ? minutes * 60 : null,
    creation_time: offset(call.createdAt),
    duration: ended ? call.durationSeconds() : null,
    end_time: offset(call.endedAt),
    friendly_name: call.name,
    mpc_uuid: call.uuid,
    participants: `${uriOf(world, call)}Participant/`,
    recording: call.recorder?.recording.url ?? null,
    resource_uri: uriOf(world, call),
    start_time: offset(call.startedAt),
    status: call.status,
    stay_alone: call.stayAlone,
    sub_account: null,
    termination_cause: call.termination === null ? null : TERMINATIONS[call.termination],
    termination_cause_code: call.termination,
  };
}

function participantOf(world: World, call: MultiPartyCall, one: Participant): Record<string, unknown> {
  const seconds = one.exitAt === null ? null : Math.ceil((one.exitAt - one.joinedAt) / 1_000);
  return {
    billed_amount: seconds === null ? null : (Math.ceil(seconds / 60) * 0.005).toFixed(5),
    billed_duration: seconds === null ? null : Math.ceil(seconds / 60) * 60,
    call_uuid: one.leg.uuid,
    coach_mode: one.coachMode,
    duration: seconds,
    end_mpc_on_exit: one.attributes.endMpcOnExit,
    exit_cause: one.left.value ?? null,
    exit_time: offset(one.exitAt),
    hold: one.hold,
    join_time: offset(one.joinedAt),
    member_id: one.id,
    mpc_uuid: call.uuid,
    mute: one.mute,
    resource_uri: `${uriOf(world, call)}Participant/${one.id}/`,
    role: one.role,
    start_mpc_on_enter: one.attributes.startMpcOnEnter,
  };
}

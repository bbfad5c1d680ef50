import { type Recording, lengthMs } from "../calls/recorder.ts";
import { plainTime } from "../calls/params.ts";
import { addressKey } from "../state/addresses.ts";
import type { World } from "../world.ts";
import { equals, paged, readTime, within } from "./paging.ts";
import { type RestContext, type RestHandler, notFound } from "./request.ts";

/** A recording appears when it has ended. */
function ended({ world, params }: RestContext): Recording {
  const recording = world.recordings.get(params["id"] ?? "");
  if (!recording || recording.endMs === null) throw notFound();
  return recording;
}

export const getRecording: RestHandler = (context) => ({ status: 200, body: objectOf(context.world, ended(context)) });

export const listRecordings: RestHandler = ({ world, query }) => {
  const number = (name: string, value: string): boolean => {
    const raw = query.get(name);
    return raw === null || raw === "" || addressKey(raw) === value;
  };
  const addedThen = within(query, "add_time", readTime);
  const wanted = [...world.recordings.values()].filter(
    (recording) =>
      recording.endMs !== null &&
      equals(query, "call_uuid", recording.callUuid) &&
      equals(query, "conference_name", nameOf(recording, "conference")) &&
      equals(query, "conference_uuid", uuidOf(recording, "conference")) &&
      equals(query, "mpc_name", nameOf(recording, "mpc")) &&
      equals(query, "mpc_uuid", uuidOf(recording, "mpc")) &&
      number("from_number", recording.from) &&
      number("to_number", recording.to) &&
      addedThen(recording.endMs),
  );
  const page = paged(wanted.toReversed(), query, `/v1/Account/${world.account.authId}/Recording/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((recording) => objectOf(world, recording)) } };
};

export const deleteRecording: RestHandler = (context) => {
  context.world.recordings.delete(ended(context).id);
  return { status: 204 };
};

function nameOf({ room }: Recording, kind: "conference" | "mpc"): string {
  return room?.kind === kind ? room.name : "";
}

function uuidOf({ room }: Recording, kind: "conference" | "mpc"): string {
  return room?.kind === kind ? room.uuid : "";
}

/** The recording object (plivo-platform 4.6). */
function objectOf(world: World, recording: Recording): Record<string, unknown> {
  const end = recording.endMs ?? recording.startMs;
  const { room } = recording;
  const ms = (value: number): string => value.toFixed(5);
  return {
    add_time: `${plainTime(end)}+00:00`,
    call_uuid: recording.callUuid,
    conference_name: room?.kind === "conference" ? room.name : null,
    conference_uuid: room?.kind === "conference" ? room.uuid : null,
    from_number: recording.from,
    monthly_recording_storage_amount: "0.00000",
    mpc_name: room?.kind === "mpc" ? room.name : null,
    mpc_uuid: room?.kind === "mpc" ? room.uuid : null,
    recording_duration_ms: ms(lengthMs(recording)),
    recording_end_ms: ms(end),
    recording_format: recording.format,
    recording_id: recording.id,
    recording_start_ms: ms(recording.startMs),
    recording_storage_duration: 0,
    recording_storage_rate: "0.00000",
    recording_type: room ? "conference" : "normal",
    recording_url: recording.url,
    resource_uri: `/v1/Account/${world.account.authId}/Recording/${recording.id}/`,
    rounded_recording_duration: Math.ceil(lengthMs(recording) / 60_000) * 60,
    to_number: recording.to,
  };
}

import { z } from "zod";
import type { Send } from "./transport.ts";
import { type Page, type PageRequest, pageOf, readAnswer, someNumber, somePhone, someText, someTime, toQuery } from "./wire.ts";

export interface RecordingFilter extends PageRequest {
  callUuid?: string;
  from?: string;
  to?: string;
}

const FILTER_NAMES = { callUuid: "call_uuid", from: "from_number", to: "to_number", limit: "limit", offset: "offset" } as const;

const recording = z
  .object({
    recording_id: z.string(),
    call_uuid: someText,
    recording_url: z.string(),
    recording_format: someText,
    recording_type: someText,
    recording_duration_ms: someNumber,
    add_time: someTime,
    from_number: somePhone,
    to_number: somePhone,
  })
  .transform((body) => ({
    recordingId: body.recording_id,
    callUuid: body.call_uuid,
    /** Public unless the account asks for HTTP authentication. */
    url: body.recording_url,
    format: body.recording_format,
    type: body.recording_type,
    durationMs: body.recording_duration_ms,
    addedAt: body.add_time,
    from: body.from_number,
    to: body.to_number,
  }));

/** Times ISO-8601 UTC. */
export type Recording = z.infer<typeof recording>;

export interface RecordingsApi {
  get: (recordingId: string) => Promise<Recording>;
  /** The carrier looks seven days back. */
  list: (filter?: RecordingFilter) => Promise<Page<Recording>>;
  remove: (recordingId: string) => Promise<void>;
}

/** Recordings (plivo-platform 4.6). */
export function recordingsApi(send: Send): RecordingsApi {
  return {
    async get(recordingId) {
      return readAnswer(await send({ method: "GET", path: ["Recording", recordingId] }), recording);
    },
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Recording"], query: toQuery(filter, FILTER_NAMES) }), pageOf(recording));
    },
    async remove(recordingId) {
      await send({ method: "DELETE", path: ["Recording", recordingId] });
    },
  };
}

import { MEDIA_TYPES, type Media, type Message, type Recording } from "@cordboard/api";
import { STEP_CODES } from "@cordboard/contract";
import { messageErrorText, messageUnits } from "@cordboard/plivo";
import type { MediaRecord } from "../store/catalog-store.ts";
import type { MessageRecord, RecordingRecord } from "../store/run-history.ts";
import type { Deps } from "./deps.ts";
import { Direct, type Some, iso } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names =
  | "listMedia"
  | "uploadMedia"
  | "getMedia"
  | "deleteMedia"
  | "playMedia"
  | "listMessages"
  | "listRecordings"
  | "getRecording"
  | "deleteRecording"
  | "playRecording";

/** Uploaded audio; messages and recordings of runs. */
export function mediaHandlers(deps: Deps): Some<Names> {
  const { catalog, history, runs, mediaLinks, recordingLinks } = deps;
  const view = ({ id, name, contentType, bytes, createdAt, createdBy }: MediaRecord): Media => ({
    id,
    name,
    contentType,
    bytes,
    url: mediaLinks.url(id),
    createdAt: iso(createdAt),
    createdBy,
  });
  const recordingView = ({ at, ...recording }: RecordingRecord, now: number): Recording => ({
    ...recording,
    url: recordingLinks.url(recording.id, now),
    at: iso(at),
  });
  const missing = () => refuse("media_not_found", "There is no such file; it may have been deleted.");

  return {
    listMedia: async ({ query }) => {
      const page = await catalog.listMedia(query);
      return { items: page.items.map(view), next: page.next };
    },
    uploadMedia: async ({ query, raw, contentType, actor, audit }) => {
      const type = MEDIA_TYPES.find((known) => known === contentType) ?? "audio/mpeg";
      if (audioType(raw) !== type)
        throw refuse(
          "bad_media",
          `The file is not ${type === "audio/wav" ? "a wav" : "an mp3"} file; convert it, or send its right Content-Type.`,
        );
      const media = await catalog.addMedia({ name: query.name, contentType: type, content: raw, by: actor.name });
      audit({ target: media.id, details: { name: media.name, bytes: media.bytes } });
      return view(media);
    },
    getMedia: async ({ params }) => {
      const media = await catalog.media(params["id"] ?? "");
      if (!media) throw missing();
      return view(media);
    },
    deleteMedia: async ({ params }) => {
      if (!(await catalog.deleteMedia(params["id"] ?? ""))) throw missing();
      return undefined;
    },
    playMedia: async ({ params }) => {
      const id = params["id"] ?? "";
      const found = mediaLinks.holds(id, params["signature"] ?? "") ? await catalog.mediaContent(id) : null;
      if (!found) throw missing();
      const headers = { "content-type": found.contentType, "cache-control": "private, max-age=86400", "content-disposition": "inline" };
      return new Direct(200, headers, found.content);
    },
    listMessages: async ({ query }) => {
      const page = await history.listMessages(renamed(query));
      return {
        items: page.items.map((message) => ({
          ...message,
          parts: partsOf(message),
          errorText: explained(message.errorCode),
          at: iso(message.at),
        })),
        next: page.next,
      };
    },
    listRecordings: async ({ query }) => {
      const page = await history.listRecordings(renamed(query));
      const now = await runs.now();
      return { items: page.items.map((one) => recordingView(one, now)), next: page.next };
    },
    getRecording: async ({ params }) => {
      const recording = await history.recording(params["id"] ?? "");
      if (!recording) throw refuse("recording_not_found", "There is no such recording.");
      return recordingView(recording, await runs.now());
    },
    deleteRecording: async ({ params }) => {
      await deps.recordings.remove(params["id"] ?? "");
      return undefined;
    },
    playRecording: async ({ params, request }) => {
      const link = { id: params["id"] ?? "", until: params["until"] ?? "", signature: params["signature"] ?? "" };
      const state = recordingLinks.check(link, await runs.now());
      if (state === "wrong") throw refuse("recording_not_found", "There is no such recording.");
      if (state === "expired") throw refuse("recording_link_expired", "This link is too old; ask for a new one.");
      const { status, headers, body } = await deps.recordings.open(link.id, request.headers.range);
      return new Direct(status, { ...headers, "cache-control": "private, max-age=3600", "content-disposition": "inline" }, body);
    },
  };
}

/** What the first bytes say: a wav is RIFF…WAVE, an mp3 an ID3 tag or a frame's sync bits of layer III. */
function audioType(bytes: Buffer): (typeof MEDIA_TYPES)[number] | null {
  if (bytes.subarray(0, 4).equals(Buffer.from("RIFF")) && bytes.subarray(8, 12).equals(Buffer.from("WAVE"))) return "audio/wav";
  if (bytes.subarray(0, 3).equals(Buffer.from("ID3"))) return "audio/mpeg";
  const [first = 0, second = 0] = bytes;
  return first === 0xff && (second & 0xe6) === 0xe2 ? "audio/mpeg" : null;
}

/** The API says `run`, the store `runId`. */
function renamed<Query extends { run?: string | undefined }>({ run, ...rest }: Query) {
  return { ...rest, ...(run === undefined ? {} : { runId: run }) };
}

/** Of a text that is masked, of what can be seen. */
function partsOf({ channel, text }: MessageRecord): Message["parts"] {
  if (channel !== "sms") return null;
  const { units, encoding } = messageUnits(text);
  return { count: Math.max(1, units), encoding };
}

/** The carrier's codes are numbers, ours are words. */
function explained(code: string | null): string | null {
  if (code === null) return null;
  if (/^\d+$/.test(code)) return messageErrorText(code);
  return new Map<string, string>(Object.entries(STEP_CODES)).get(code) ?? null;
}

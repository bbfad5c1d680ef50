import {
  type Effect,
  type ExitOf,
  type JsonObject,
  type Outcome,
  type Runtime,
  STEP_CODES,
  type StepContext,
  type StepEvent,
  TIMING,
} from "@cordboard/contract";
import type { Verb } from "@cordboard/plivo";
import { carrierDeadline } from "../shared/deadline.ts";
import { postEvents } from "../shared/post-events.ts";
import { promptVerbs } from "../shared/prompt-verbs.ts";
import { fileAttributes, recordingData } from "../shared/recording.ts";
import type { recordCall as manifest, RecordCallConfig } from "./manifest.ts";

/*
 * start ──notice, then Record in the background──► its action brings the id ──► done ···► afterwards: length, text
 *                                                   └──silence: it was never begun──► failed
 * stop ──stop_recording──► its result ──► done / failed
 */
type Exit = ExitOf<typeof manifest>;

/** The request, and what may be left of the hold loop's turn. */
const STOP_SECONDS = TIMING.uncertainWithLegSeconds + 10;

export const recordCall: Runtime<RecordCallConfig, Exit> = {
  enter(config, ctx) {
    if (config.action === "stop") {
      const stop: Effect = { id: ctx.newId(), kind: "stop_recording", callUuid: ctx.leg?.callUuid ?? "" };
      return { do: "await", effects: [stop], wait: { for: "world", what: "recording", deadlineSeconds: STOP_SECONDS } };
    }
    const verbs = [...promptVerbs(config.consentPrompt, ctx), recorder(config, ctx)];
    return { do: "await", verbs, wait: { for: "carrier", what: "recording", deadlineSeconds: carrierDeadline(verbs, 0) } };
  },

  resume(config, event, ctx) {
    switch (event.type) {
      case "recording":
        if (config.action === "stop" || event.source === "callback") return { do: "ignore" };
        return { do: "exit", exit: "done", outputs: started(config, event.id, ctx) };
      case "effect":
        if (event.result.ok) return { do: "exit", exit: "done", outputs: file(ctx.recordings.at(-1) ?? "", ctx) };
        return failed(config, event.result.error);
      case "silence":
        return config.action === "start" ? failed(config) : { do: "ignore" };
      case "timer":
        return failed(config);
      case "hangup":
        return { do: "exit", exit: "hung_up", outputs: empty(config) };
      default:
        return { do: "ignore" };
    }
  },

  /** The file is there when the recording is over, which is mostly the end of the call. */
  afterwards(config, event, ctx) {
    if (event.type === "recording" && event.source === "callback") {
      const { id, durationSeconds } = event;
      const effects = postEvents(config.events, "record", recordingData(event, ctx), ctx);
      return { outputs: { ...file(id, ctx), duration: durationSeconds }, effects };
    }
    return event.type === "transcription" ? written(config, event, ctx) : {};
  },
};

function written(config: RecordCallConfig, { recordingId: id, text, error }: StepEvent & { type: "transcription" }, ctx: StepContext) {
  const transcript = error ? "" : text;
  const data = { recording_id: id, url: id ? ctx.urls.recording(id) : "", transcript };
  return { outputs: { transcript }, effects: postEvents(config.events, "transcript", data, ctx) };
}

/** Goes on until the call is over; its action is asked at once, and our answer goes on with the call (plivo-platform 1.8). */
const recorder = (config: RecordCallConfig, ctx: StepContext): Verb => ({
  element: "Record",
  attributes: {
    action: ctx.urls.action,
    callbackUrl: ctx.urls.callback,
    recordSession: true,
    maxLength: config.maxSeconds,
    ...fileAttributes(config.format, config.channels),
    ...(config.transcribe && { transcriptionType: "auto" as const, transcriptionUrl: ctx.urls.callback }),
  },
});

const file = (id: string, ctx: StepContext): JsonObject => ({ id, url: id ? ctx.urls.recording(id) : "" });

const started = (config: RecordCallConfig, id: string, ctx: StepContext): JsonObject => ({ ...empty(config), ...file(id, ctx) });

/** All of them each time, so that nothing is left over from an earlier visit. */
const empty = ({ action, transcribe }: RecordCallConfig): JsonObject => ({
  id: "",
  url: "",
  ...(action === "start" && { duration: 0 }),
  ...(action === "start" && transcribe && { transcript: "" }),
});

type Why = { code: string; message: string };
const UNREPORTED: Why = { code: "recording_failed", message: STEP_CODES.recording_failed };

const failed = (config: RecordCallConfig, error: Why = UNREPORTED): Outcome<Exit> => ({
  do: "exit",
  exit: "failed",
  outputs: empty(config),
  error,
});
